import { idOf } from '../../vendors/answer-json.ts';
import { objectIn, type Exchange } from './vendor-server.ts';

const isSuccess = ({ status }: Exchange) => status >= 200 && status < 300;

/** A problem unless the vendor has answered 2xx with a JSON object. */
export function expectObject(exchange: Exchange): string[] {
  const { call, status, json } = exchange;
  if (!isSuccess(exchange)) return [`${call} answered ${status}; expected 2xx with a JSON object.`];
  const isObject = typeof json === 'object' && json !== null && !Array.isArray(json);
  return isObject ? [] : [`${call} answered ${status} without a JSON object.`];
}

/** The id in an answer, or what is wrong with it. */
export function readId(exchange: Exchange): { id: string } | { problem: string } {
  const { call, status } = exchange;
  const id = isSuccess(exchange) ? idOf(objectIn(exchange)['id']) : null;
  if (id !== null) return { id };
  return { problem: `${call} answered ${status} without an "id": text or a number, at most 255 characters.` };
}

/** A problem unless the answer has one of these statuses. */
export function expectStatus({ call, status }: Exchange, expected: readonly number[], why: string): string[] {
  return expected.includes(status) ? [] : [`${call} answered ${status}; expected ${expected.join(' or ')}: ${why}`];
}

/** Whether that is the address of a page. */
export function isPageAddress(value: unknown): boolean {
  return typeof value === 'string' && /^https?:\/\//.test(value);
}
