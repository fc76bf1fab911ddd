import { sql, type CommonQueryMethods } from 'slonik';
import { z } from 'zod';
import { instant, none, rowOf, toTimestamp, wholeNumber } from './columns.ts';

const healthRow = rowOf({
  name: z.string(),
  lastOkAt: instant.nullable(),
  lastError: z.object({ at: instant, message: z.string() }).nullable(),
  leftAloneUntil: instant.nullable(),
});

/** How a vendor was when it was last called; instants in epoch milliseconds, null where it never was. */
export type StoredVendorHealth = z.output<typeof healthRow>;

/** Adds what calls have shown to what is known; later news replaces earlier, whichever process has it. */
export async function saveVendorHealth(db: CommonQueryMethods, news: readonly StoredVendorHealth[]): Promise<void> {
  for (const { name, lastOkAt, lastError, leftAloneUntil } of news) {
    await db.query(sql.type(none)`
      insert into vendor_health as known (name, last_ok_at, last_error_at, last_error, left_alone_until)
      values (${name}, ${toTimestamp(lastOkAt)}, ${toTimestamp(lastError?.at ?? null)}, ${lastError?.message ?? null},
        ${toTimestamp(leftAloneUntil)})
      on conflict (name) do update set
        last_ok_at = greatest(known.last_ok_at, excluded.last_ok_at),
        last_error = case when excluded.last_error_at >= coalesce(known.last_error_at, excluded.last_error_at)
          then excluded.last_error else known.last_error end,
        last_error_at = greatest(known.last_error_at, excluded.last_error_at),
        left_alone_until = greatest(known.left_alone_until, excluded.left_alone_until)`);
  }
}

/** How each vendor was when it was last called. */
export async function listVendorHealth(db: CommonQueryMethods): Promise<readonly StoredVendorHealth[]> {
  return await db.any(sql.type(healthRow)`
    select name, last_ok_at, last_error_at as "last_error.at", last_error as "last_error.message", left_alone_until
    from vendor_health`);
}

const waitingRow = rowOf({ backend: z.string(), pending: wholeNumber, refused: wholeNumber });

/** Effects of these kinds that wait or were refused, by back-end of their attempts. */
export async function countOpenEffectsByBackend(db: CommonQueryMethods, kinds: readonly string[]) {
  return await db.any(sql.type(waitingRow)`
    select a.backend, count(*) filter (where e.outcome = 'pending') as pending,
      count(*) filter (where e.outcome = 'refused') as refused
    from (
      select attempt_id, outcome, effect from attempt_effect where outcome = 'pending'
      union all
      select attempt_id, outcome, effect from attempt_effect where outcome = 'refused'
    ) as e join attempt a on a.id = e.attempt_id
    where a.backend is not null and e.effect->>'kind' = any(${sql.array(kinds, 'text')})
    group by a.backend`);
}
