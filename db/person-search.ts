import { sql, type FragmentSqlToken } from 'slonik';
import { containing } from './columns.ts';

/** A condition on `person`: that the user name or the address contains the text, in any case. */
export function isFoundBy(text: string): FragmentSqlToken {
  const pattern = containing(text);
  return sql.fragment`(person.username ilike ${pattern} or person.email ilike ${pattern})`;
}
