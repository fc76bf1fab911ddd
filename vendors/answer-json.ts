import type { VendorAnswer } from './http.ts';

/** The JSON value of an answer, undefined when it is not JSON. */
export function jsonOf(answer: VendorAnswer): unknown {
  try {
    return JSON.parse(answer.body);
  } catch {
    return undefined;
  }
}

/** The JSON object of an answer, null when it is anything else. */
export function objectOf(answer: VendorAnswer): Record<string, unknown> | null {
  const value = jsonOf(answer);
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : null;
}

/** The database cannot store longer ids or NUL characters. */
const STORABLE_ID = /^[^\0]{1,255}$/su;

/** A vendor's id as text; null if it is missing, zero, neither text nor number, or cannot be stored. */
export function idOf(value: unknown): string | null {
  if ((typeof value !== 'string' && typeof value !== 'number') || !value) return null;
  return STORABLE_ID.test(String(value)) ? String(value) : null;
}
