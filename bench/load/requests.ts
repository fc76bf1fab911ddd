import { setTimeout as delay } from 'node:timers/promises';
import { API_PATH } from '../../dev/seed.ts';
import { Connection, requestBytes, type Answer } from '../peer/connection.ts';
import type { RunningService } from '../peer/service.ts';

/** A request of one learner to a path of edx-proctoring. */
export interface Wish {
  person: string;
  method: 'GET' | 'POST' | 'PUT';
  path: string;
  body?: unknown;
}

/** An answer, when the request was first sent, in epoch milliseconds, and how often it was refused for the moment. */
export type Timed = Answer & { sentAt: number; refusals: number };

/** Sends it again as long as it is refused for the moment, as a page does; how long it took counts from the first time. */
async function insist(connection: Connection, bytes: Buffer): Promise<Timed> {
  const [sentAt, since] = [Date.now(), performance.now()];
  for (let refusals = 0; ; refusals += 1) {
    const answer = await connection.send(bytes);
    if (answer.status !== 503 || refusals === MOST_TRIES) {
      return { ...answer, took: performance.now() - since, sentAt, refusals };
    }
    await delay(RETRY_MS);
  }
}

const RETRY_MS = 3_000;
const MOST_TRIES = 20;

/**
 * Sends every wish at its moment within so many seconds, each over a connection of its own, however long the ones before
 * take: as learners do, who do not wait for each other.
 */
export async function spread(service: RunningService, wishes: readonly Wish[], seconds: number): Promise<Timed[]> {
  const prepared: { connection: Connection; bytes: Buffer }[] = [];
  for (const { person, method, path, body } of wishes) {
    const bytes = requestBytes(method, `${API_PATH}/${path}`, await service.signIn(person), body);
    prepared.push({ connection: new Connection(service.port), bytes });
  }
  const began = performance.now();
  return await Promise.all(
    prepared.map(async ({ connection, bytes }, index) => {
      await delay(Math.max(0, (index / wishes.length) * seconds * 1000 - (performance.now() - began)));
      const answer = await insist(connection, bytes);
      connection.close();
      return answer;
    }),
  );
}

/** Sends the wishes by so many callers, each when their one before is answered. */
export async function workThrough(service: RunningService, wishes: readonly Wish[], callers = 8): Promise<Answer[]> {
  const answers: Answer[] = [];
  const rest = wishes.values();
  const caller = async () => {
    const connection = new Connection(service.port);
    for (const { person, method, path, body } of rest) {
      const bytes = requestBytes(method, `${API_PATH}/${path}`, await service.signIn(person), body);
      answers.push(await connection.send(bytes));
    }
    connection.close();
  };
  await Promise.all(Array.from({ length: callers }, caller));
  return answers;
}

/** Polls of one attempt, twenty a second, until it is stopped; returns how long each took, in milliseconds. */
export function startPolling(service: RunningService, person: string, attemptId: number) {
  const stopping = new AbortController();
  const took: number[] = [];
  const connection = new Connection(service.port);
  const poll = async () => {
    const bytes = requestBytes('GET', `${API_PATH}/attempt/${attemptId}`, await service.signIn(person));
    while (!stopping.signal.aborted) {
      took.push((await connection.send(bytes)).took);
      await delay(50);
    }
    connection.close();
  };
  const polling = poll();
  return async (): Promise<number[]> => {
    stopping.abort();
    await polling;
    return took;
  };
}

/** Id of the attempt in the answer to its creation. */
export function attemptIn({ status, body }: Answer): number {
  if (status !== 200) throw new Error(`An attempt was refused: ${status} ${body.slice(0, 200)}`);
  return (JSON.parse(body) as { exam_attempt_id: number }).exam_attempt_id;
}
