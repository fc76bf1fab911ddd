import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import type { MockVendorEnvironment, Finding } from './environment.ts';

const TRIES = 6;
const FIRST_PAUSE_MS = 500;

const tokenAnswer = z.object({ access_token: z.string() });

const REVIEW_STATUS = {
  clean: 'passed',
  suspicious: 'suspicious',
  violation: 'violation',
  not_reviewed: 'not_reviewed',
} as const;

const COMMENTS = {
  clean: [],
  suspicious: [{ comment: 'Looked away from the screen', status: 'Suspicious', start: 12, stop: 40, duration: 28 }],
  violation: [{ comment: 'A second person helped', status: 'Rules Violation', start: 60, stop: 95, duration: 35 }],
  not_reviewed: [],
} as const;

export interface Callbacks {
  /** Tells the service that the learner's computer is ready. */
  ready(attemptId: string): Promise<void>;
  /** Posts a review; with a `reviewer` (an email address) it is that person's, otherwise automatic. */
  reviewed(attemptId: string, outcome: Exclude<Finding, 'silence'>, reviewer: string): Promise<void>;
}

/** Calls the service back with a token of its own (vendors §7), a few times if it does not accept the call. */
export function createCallbacks(environment: MockVendorEnvironment, signal: AbortSignal): Callbacks {
  const api = environment.API_URL.replace(/\/+$/, '');

  async function fetchToken(): Promise<string> {
    const answer = await fetch(`${api}/oauth2/access_token`, {
      method: 'POST',
      signal,
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: environment.CALLBACK_CLIENT_ID ?? environment.CLIENT_ID,
        client_secret: environment.CALLBACK_CLIENT_SECRET ?? environment.CLIENT_SECRET,
        token_type: 'jwt',
      }),
    });
    return tokenAnswer.parse(await answer.json()).access_token;
  }

  async function post(path: string, body: unknown): Promise<void> {
    const answer = await fetch(`${api}/api/edx_proctoring/v1/proctored_exam/attempt/${path}`, {
      method: 'POST',
      signal,
      headers: { 'content-type': 'application/json', authorization: `JWT ${await fetchToken()}` },
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`${path} was answered ${answer.status}`);
  }

  async function postUntilTaken(path: string, body: unknown): Promise<void> {
    for (let pause = FIRST_PAUSE_MS, triesLeft = TRIES; ; pause *= 2) {
      try {
        return await post(path, body);
      } catch (error) {
        triesLeft -= 1;
        if (triesLeft === 0 || signal.aborted) throw error;
        await wait(pause, undefined, { signal });
      }
    }
  }

  return {
    ready: (attemptId) => postUntilTaken(`${attemptId}/ready`, { status: 'ready' }),
    reviewed: (attemptId, outcome, reviewer) =>
      postUntilTaken(`${attemptId}/reviewed`, {
        status: REVIEW_STATUS[outcome],
        comments: COMMENTS[outcome],
        ...(reviewer && { reviewed_by: reviewer }),
      }),
  };
}
