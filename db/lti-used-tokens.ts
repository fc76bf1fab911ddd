import { sql, type CommonQueryMethods } from 'slonik';
import { none, toTimestamp } from './columns.ts';

export interface UsedToken {
  backend: string;
  /** What its signer named it. */
  id: string;
  /** Epoch milliseconds. */
  expiresAt: number;
}

/**
 * Notes at `now`, in epoch milliseconds, that a token was used; false if it was before. Tokens that nobody takes any longer
 * are forgotten.
 */
export async function recordUsedToken(
  db: CommonQueryMethods,
  { backend, id, expiresAt }: UsedToken,
  now: number,
): Promise<boolean> {
  const { rowCount } = await db.query(sql.type(none)`
    with expired as (delete from lti_used_token where expires_at < ${toTimestamp(now)})
    insert into lti_used_token (backend, token_id, expires_at) values (${backend}, ${id}, ${toTimestamp(expiresAt)})
    on conflict do nothing`);
  return rowCount > 0;
}
