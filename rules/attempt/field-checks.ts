/** Whether a field of a message, which anybody may have written by hand, is what it should be. */
export type Check = (value: unknown) => boolean;

export const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;
export const isBoolean = (value: unknown): value is boolean => typeof value === 'boolean';
/** Postgres stores no NUL. */
export const isStorableText = (value: unknown): value is string => typeof value === 'string' && !value.includes('\0');
export const isOneOf =
  (values: readonly string[]): Check =>
  (value) =>
    typeof value === 'string' && values.includes(value);
export const isOptional =
  (check: Check): Check =>
  (value) =>
    value === undefined || check(value);
