import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { signToken, type Person } from '../../dev/people.ts';
import { API_PATH } from '../../dev/seed.ts';
import { DEVELOPMENT_JWT_KEY } from '../../dev/settings.ts';
import { npmStart } from './npm-start.ts';

/** Status and JSON of an answer; the body is null where there is none, and text where it is no JSON. */
export interface Answer<Body = unknown> {
  status: number;
  body: Body;
  location: string | null;
}

/** What `npm start` brought up, used from outside. */
export interface StartedStack {
  apiUrl: string;
  /** Address of a stand-in by its name in the printed table, such as `Mock vendor`. */
  addressOf(name: string): string;
  /** A request as a person; paths are below the API's address, bodies are sent as JSON. */
  request<Body>(person: Person, method: string, path: string, body?: unknown): Promise<Answer<Body>>;
  /** The same below `/api/edx_proctoring/v1/proctored_exam`; throws unless it is answered 200. */
  call<Body>(person: Person, method: string, path: string, body?: unknown): Promise<Body>;
  stop(): Promise<void>;
}

function bodyOf(text: string): unknown {
  try {
    return text === '' ? null : JSON.parse(text);
  } catch {
    return text;
  }
}

/** Runs `npm start` with data and ports of its own until it is ready; `env` is what its caller has set. */
export async function startStackFromOutside(env: Record<string, string> = {}): Promise<StartedStack> {
  const dataDir = await mkdtemp(join(tmpdir(), 'durable-proctoring-start-'));
  const run = npmStart(dataDir, { JWT_SECRET_KEY: DEVELOPMENT_JWT_KEY, ...env });
  const stop = async () => {
    await run.end();
    await rm(dataDir, { recursive: true, force: true });
  };
  await run.printed('Ready.').catch(async (error: unknown) => {
    await stop();
    throw error;
  });
  const addressOf = (name: string): string => {
    const [, url] = new RegExp(`^ *${name} +(http\\S+)`, 'm').exec(run.output()) ?? [];
    if (url === undefined) throw new Error(`npm start shows no address of ${name}:\n${run.output()}`);
    return url;
  };
  const apiUrl = addressOf('API');

  const request: StartedStack['request'] = async <Body>(
    person: Person,
    method: string,
    path: string,
    body?: unknown,
  ): Promise<Answer<Body>> => {
    const authorization = `JWT ${await signToken(person, DEVELOPMENT_JWT_KEY)}`;
    const response = await fetch(apiUrl + path, {
      method,
      redirect: 'manual',
      headers: { authorization, ...(body !== undefined && { 'content-type': 'application/json' }) },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const { status, headers } = response;
    return { status, body: bodyOf(await response.text()) as Body, location: headers.get('location') };
  };

  return {
    apiUrl,
    addressOf,
    request,
    async call<Body>(person: Person, method: string, path: string, body?: unknown) {
      const answer = await request<Body>(person, method, API_PATH + path, body);
      if (answer.status !== 200) {
        throw new Error(`${method} ${path} answered ${answer.status}: ${JSON.stringify(answer.body)}`);
      }
      return answer.body;
    },
    stop,
  };
}
