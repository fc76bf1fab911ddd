import { addressOf, call, path } from '../api/client.ts';
import type { ActAnswer } from '../api/shapes.ts';
import type { Payload } from './payload.ts';
import type { ActName } from './names.ts';

/** All that goes with an act. */
export interface ActRequest {
  act: ActName;
  attempt: number;
  /** Number of the change that the person saw last: an attempt that has changed since is left alone. */
  version: number;
  body: Record<string, unknown>;
}

/** What is sent for a filled-in form; a field that is only for the person is left out. */
export function bodyOf(payload: Payload, reason: string, category: string): Record<string, unknown> {
  const { typed: _typed, ...sent } = payload;
  return { ...sent, ...(reason.trim() !== '' && { reason: reason.trim() }), ...(category !== '' && { category }) };
}

const pathOf = ({ act, attempt }: ActRequest) =>
  act === 'note' ? path`/attempts/${attempt}/notes` : path`/attempts/${attempt}/acts/${act}`;
const ifMatch = ({ act, version }: ActRequest): Record<string, string> =>
  act === 'note' ? {} : { 'if-match': `"v${version}"` };

/** Carries out an act; the key makes its repeats one. */
export async function sendAct(request: ActRequest, idempotencyKey: string): Promise<ActAnswer | null> {
  const answer = await call<ActAnswer | undefined>('POST', pathOf(request), {
    body: request.body,
    headers: ifMatch(request),
    idempotencyKey,
  });
  return answer && 'attempt' in answer ? answer : null;
}

export const undoAct = (id: string) => call<Pick<ActAnswer, 'attempt'>>('POST', path`/undo/${id}`);

const quoted = (text: string) => `'${text.replaceAll("'", String.raw`'\''`)}'`;

/** The same as a command, for scripts. */
export function asCurl(request: ActRequest): string {
  const headers = { authorization: 'JWT $TOKEN', 'content-type': 'application/json', ...ifMatch(request) };
  const lines = Object.entries(headers).map(([name, value]) =>
    value.includes('$') ? `  -H "${name}: ${value}"` : `  -H ${quoted(`${name}: ${value}`)}`,
  );
  const address = quoted(location.origin + addressOf(pathOf(request)));
  return [`curl -X POST ${address}`, ...lines, `  -d ${quoted(JSON.stringify(request.body))}`].join(' \\\n');
}
