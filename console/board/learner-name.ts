import type { Row } from '../api/shapes.ts';

/** The full name of a learner, or the user name where there is none. */
export function learnerName({ learner: [, username, name] }: Pick<Row, 'learner'>): string {
  return name || username;
}
