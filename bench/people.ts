import { randomUUID } from 'node:crypto';
import { Agent, request } from 'undici';
import { signToken, type Person } from '../dev/people.ts';
import { API_PATH } from '../dev/seed.ts';
import { JWT_KEY, type MeasuredService } from './measured-service.ts';

/** Somebody who sends requests with a token of their own. */
export interface Client {
  person: Person;
  /** Sends JSON to a path below the exams' root and returns the answer; throws unless it is a 200. */
  call(method: 'GET' | 'POST' | 'PUT', path: string, body?: unknown): Promise<Record<string, unknown>>;
}

const dispatcher = new Agent({ keepAliveTimeout: 60_000 });
let lastId = 5_000_000;

/** A new person who has signed in once already, so that nothing more has to be recorded. */
export async function signIn({ url }: MeasuredService, fields: Partial<Person> = {}): Promise<Client> {
  lastId += 1;
  const username = `person-${randomUUID()}`;
  const person = { username, userId: lastId, name: 'Bench Person', email: `${username}@example.org`, ...fields };
  const authorization = `JWT ${await signToken(person, JWT_KEY)}`;

  async function call(method: 'GET' | 'POST' | 'PUT', path: string, body?: unknown) {
    const { statusCode, body: answer } = await request(`${url}${API_PATH}/${path}`, {
      method,
      dispatcher,
      headers: { authorization, 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (statusCode !== 200) throw new Error(`${method} ${path} answered ${statusCode}: ${text}`);
    const parsed = JSON.parse(text) as unknown;
    return typeof parsed === 'object' && parsed !== null ? (parsed as Record<string, unknown>) : {};
  }
  await call('GET', 'active_attempt');
  return { person, call };
}

/** Closes the connections of everybody. */
export async function hangUp(): Promise<void> {
  await dispatcher.close();
}
