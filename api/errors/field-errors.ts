interface Issue {
  path: readonly PropertyKey[];
  message: string;
}

/** The wire's shape of a refused exam: messages by field (rest-api §2.6). */
export type FieldErrors = Record<string, string[]>;

export function fieldErrors(issues: readonly Issue[]): FieldErrors {
  const errors: FieldErrors = {};
  for (const { path, message } of issues) (errors[String(path[0] ?? 'non_field_errors')] ??= []).push(message);
  return errors;
}

/** One sentence about everything that is wrong, for errors that have only a `detail`. */
export function sentenceOf(issues: readonly Issue[]): string {
  return issues.map(({ path, message }) => (path.length > 0 ? `${path.join('.')}: ${message}` : message)).join('; ');
}
