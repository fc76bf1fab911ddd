import { ApiError } from '../errors/api-error.ts';

/** No valid body is nested deeper than five levels. */
const DEEPEST = 32;
/** Room for the longest list of exams with all their fields, several times over. */
const MOST_VALUES = 50_000;

const isContainer = (value: unknown): value is object => typeof value === 'object' && value !== null;

/** Keys through which a copy of a body could get another prototype. */
function reachesPrototype(container: object): boolean {
  if (Object.hasOwn(container, '__proto__')) return true;
  const made: unknown = Object.hasOwn(container, 'constructor') ? Reflect.get(container, 'constructor') : null;
  return isContainer(made) && Object.hasOwn(made, 'prototype');
}

/**
 * Refuses any body that is nested too deep, has too many parts, or tries to reach prototypes, before other code walks it
 * recursively. Checks one level after the other, and no further than necessary.
 */
export function requireModestShape(body: unknown): void {
  let level = [body].filter(isContainer);
  let seen = 0;
  for (let depth = 1; level.length > 0; depth += 1) {
    if (depth > DEEPEST) throw new ApiError('body_too_complex');
    const below: object[] = [];
    for (const container of level) {
      if (reachesPrototype(container)) throw new ApiError('body_malformed');
      const values: unknown[] = Array.isArray(container) ? container : Object.values(container);
      seen += values.length;
      if (seen > MOST_VALUES) throw new ApiError('body_too_complex');
      for (const value of values) if (isContainer(value)) below.push(value);
    }
    level = below;
  }
}
