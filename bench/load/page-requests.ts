import { randomUUID } from 'node:crypto';
import { API_PATH } from '../../dev/seed.ts';
import type { RunningService } from '../peer/service.ts';

/** Requests as the pages of learners send them, counted. */
export interface PageRequests {
  requests: number;
  /** Answers that a page does not expect, and requests without an answer. */
  failures: number;
  /** Sends one below the path of edx-proctoring; a write with an `Idempotency-Key`. The body of the answer, null if it is no JSON. */
  call(person: string, method: 'GET' | 'POST' | 'PUT', path: string, body?: object): Promise<unknown>;
  /** Begins an exam with its clock; the path of the attempt. Throws if it is refused. */
  begin(person: string, examId: number, isProctored?: boolean): Promise<string>;
}

export function countPageRequests(service: RunningService): PageRequests {
  const counted: PageRequests = {
    requests: 0,
    failures: 0,
    async call(person, method, path, body) {
      const [name = '', value = ''] = (await service.signIn(person)).trim().split(/: (.*)/);
      const write = body === undefined ? {} : { 'content-type': 'application/json', 'idempotency-key': randomUUID() };
      counted.requests += 1;
      try {
        const response = await fetch(`http://127.0.0.1:${service.port}${API_PATH}/${path}`, {
          method,
          headers: { [name]: value, ...write },
          ...(body !== undefined && { body: JSON.stringify(body) }),
        });
        if (!response.ok) counted.failures += 1;
        return await response.json().catch(() => null);
      } catch (error) {
        counted.failures += 1;
        throw error;
      }
    },
    async begin(person, examId, isProctored = false) {
      const wish = { exam_id: examId, start_clock: true, attempt_proctored: isProctored };
      const made = (await counted.call(person, 'POST', 'attempt', wish)) as { exam_attempt_id?: number } | null;
      if (made?.exam_attempt_id === undefined) throw new Error('The beginning was refused.');
      return `attempt/${made.exam_attempt_id}`;
    },
  };
  return counted;
}
