import { send } from './http.ts';
import type { Json, JsonObject } from './scenario.ts';

/** The test hooks of the server under test (README.md, "What the server under test must offer"). */
export interface HooksClient {
  post(name: string, body?: Json): Promise<JsonObject>;
  /** Effects since the last time they were asked for, which are forgotten. */
  takeEffects(): Promise<JsonObject[]>;
}

export function createHooksClient(base: string): HooksClient {
  async function ask(method: 'GET' | 'POST', name: string, body?: string): Promise<JsonObject> {
    const headers = { 'content-type': 'application/json' };
    const answer = await send(method, `${base}/__test__/${name}`, { headers, ...(body !== undefined && { body }) });
    // A policy that is refused is an answer to compare.
    if (answer.status !== 200 && name !== 'review_policy') {
      throw new Error(`hook ${name} answered ${answer.status}: ${answer.text.slice(0, 300)}`);
    }
    return answer.json as JsonObject;
  }
  return {
    post: (name, body = {}) => ask('POST', name, JSON.stringify(body)),
    takeEffects: async () => (await ask('GET', 'effects?clear=1'))['effects'] as JsonObject[],
  };
}
