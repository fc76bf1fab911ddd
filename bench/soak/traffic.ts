import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { API_PATH } from '../../dev/seed.ts';
import { insertExam } from '../load/begin.ts';
import type { Stand } from '../load/stand.ts';
import { learner } from '../peer/people.ts';

/** So many take one exam; then the next one begins. */
const LEARNERS_OF_AN_EXAM = 5_000;
/** The page of a learner whose time is a hundredth. */
const POLL_MS = 600;
const POLLS = 5;

/** What the traffic has done so far. */
export interface Traffic {
  attempts: number;
  requests: number;
  /** Answers that a page does not expect. */
  failures: number;
  stop(): Promise<void>;
}

/** Exams of learners who begin one after the other, so many a second: each begins, polls, and hands in. */
export function startTraffic(stand: Stand, perSecond: number): Traffic {
  const { service } = stand;
  const stopping = new AbortController();
  const sittings = new Set<Promise<void>>();
  const traffic: Traffic = { attempts: 0, requests: 0, failures: 0, stop };

  async function call(person: string, method: string, path: string, body?: unknown): Promise<unknown> {
    const [name = '', value = ''] = (await service.signIn(person)).trim().split(/: (.*)/);
    const write = body === undefined ? {} : { 'content-type': 'application/json', 'idempotency-key': randomUUID() };
    const response = await fetch(`http://127.0.0.1:${service.port}${API_PATH}/${path}`, {
      method,
      headers: { [name]: value, ...write },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    traffic.requests += 1;
    if (!response.ok) traffic.failures += 1;
    return await response.json().catch(() => null);
  }

  async function sit(person: string, examId: number): Promise<void> {
    const made = (await call(person, 'POST', 'attempt', { exam_id: examId, start_clock: true })) as {
      exam_attempt_id?: number;
    } | null;
    const path = `attempt/${made?.exam_attempt_id ?? 0}`;
    for (let polls = 0; polls < POLLS && !stopping.signal.aborted; polls += 1) {
      await delay(POLL_MS);
      await call(person, 'GET', path);
      await call(person, 'PUT', path, { action: 'ping' });
    }
    await call(person, 'PUT', path, { action: 'submit' });
  }

  async function run(): Promise<void> {
    let examId = 0;
    const began = performance.now();
    for (let count = 0; !stopping.signal.aborted; count += 1) {
      if (count % LEARNERS_OF_AN_EXAM === 0) examId = await insertExam(stand, `soak ${randomUUID()}`, null);
      const sitting = sit(learner(count % LEARNERS_OF_AN_EXAM), examId)
        .catch(() => void (traffic.failures += 1))
        .finally(() => sittings.delete(sitting));
      sittings.add(sitting);
      traffic.attempts += 1;
      const wait = ((count + 1) / perSecond) * 1000 - (performance.now() - began);
      await delay(Math.max(0, wait), undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  }

  const running = run();
  async function stop(): Promise<void> {
    stopping.abort();
    await running;
    await Promise.all(sittings);
  }
  return traffic;
}
