import { isObject, type Json } from './scenario.ts';

const byKey = ([a]: [string, unknown], [b]: [string, unknown]) => (a < b ? -1 : 1);

/** JSON with sorted keys, without those that are left out: equal for equal values. */
function textOf(value: Json, leftOut: readonly string[]): string {
  return JSON.stringify(value, (key, item: Json) => {
    if (leftOut.includes(key)) return undefined;
    return isObject(item) ? Object.fromEntries(Object.entries(item).sort(byKey)) : item;
  });
}

export function canonicalText(value: Json): string {
  return textOf(value, []);
}

/** What tells two items of a list apart from one run to the next. */
const VOLATILE = ['id', 'created', 'modified'];

/** Sorts lists whose order the original leaves to the database by their lasting content, and objects by their keys. */
export function inStableOrder(value: Json): Json {
  if (Array.isArray(value)) {
    return value.map(inStableOrder).sort((a, b) => (textOf(a, VOLATILE) < textOf(b, VOLATILE) ? -1 : 1));
  }
  if (!isObject(value)) return value;
  const sorted = Object.entries(value).sort(byKey);
  return Object.fromEntries(sorted.map(([key, item]) => [key, inStableOrder(item)]));
}

export function sortedByText(values: Json[]): Json[] {
  return values.sort((a, b) => (canonicalText(a) < canonicalText(b) ? -1 : 1));
}
