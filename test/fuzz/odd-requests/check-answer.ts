import { CATALOGUE } from '../../../api/errors/catalogue.ts';
import type { Operation } from './operations.ts';
import type { Received } from './wire.ts';

/** What is not HTTP, or in no form that a route could be found for, is answered at any address alike. */
const ANYWHERE = ['request_malformed', 'method_not_allowed', 'not_found'];

/** What is wrong with an answer; null if nothing is. */
export function faultOf({ answers }: Operation, { status, headers, body }: Received): string | null {
  const code = headers['x-error-code'];
  if (status === 0) return body === '' ? 'no answer' : `no HTTP: ${body.slice(0, 80)}`;
  if (status >= 500) return `a fault of our own (${code ?? ''})`;
  if (status >= 400 && headers['cache-control'] !== 'no-store') return 'an error that may be kept';
  if (code !== undefined && !(code in CATALOGUE)) return `an unknown error code, ${code}`;
  if (code !== undefined && ANYWHERE.includes(code)) return null;
  const types = answers[status];
  if (types === undefined) return 'an undocumented status';
  const [type = ''] = (headers['content-type'] ?? '').split(';');
  if (body !== '' && types.length > 0 && !types.includes(type)) return `an undocumented type, ${type}`;
  if (type === 'application/json' && !isJson(body)) return 'no JSON';
  return null;
}

function isJson(body: string): boolean {
  try {
    JSON.parse(body);
    return true;
  } catch {
    return false;
  }
}
