// What a refused request must not change: every row of every table, the histories of workflows, and what the outside was told.
import { sql } from 'slonik';
import { z } from 'zod';
import { rowOf } from '../../../db/columns.ts';
import { until } from '../../../dev/until.ts';
import { areEffectsFinished, handleOf, isAtRest } from '../../support/attempt-records.ts';
import type { ScriptedVendor } from '../../support/scripted-vendor.ts';
import type { Api } from '../harness.ts';

/** By table: how many rows it has, and a digest of them. By workflow: how long its history is. */
export type State = Record<string, string>;

/** What processes note about themselves, about vendors, and of what they have cleaned up, whether anybody asks or not. */
const NOTED_UNASKED = ['heartbeat_intake', 'vendor_health', 'board_change_floor'];

const tableRow = rowOf({ name: z.string() });
const digestRow = rowOf({ name: z.string(), digest: z.string() });

type Asked = Pick<Api, 'service'>;

/** Whether nothing that was accepted is under way; what staff have done may still wait for whoever undoes it. */
async function areAtRest({ service }: Asked, attemptCodes: readonly string[]): Promise<boolean> {
  const rests = await Promise.all(attemptCodes.map((code) => isAtRest(service, code)));
  const isUnderWay = await service.pool.exists(sql.type(z.object({}))`
    select 1 from pending_change where delivered_at is null
    union all select 1 from bulk where begun_at is not null and finished_at is null`);
  return rests.every(Boolean) && !isUnderWay;
}

/** Waits for that. */
export async function untilAtRest(asked: Asked, attemptCodes: readonly string[]): Promise<void> {
  await until(() => areAtRest(asked, attemptCodes), 'the end of what is under way', { timeoutMs: 240_000 });
}

/** Waits until everything that was accepted about these attempts has been carried out. */
export async function untilQuiet(asked: Asked, attemptCodes: readonly string[]): Promise<void> {
  const { service } = asked;
  const areFinished = async () =>
    (await Promise.all(attemptCodes.map((code) => areEffectsFinished(service, code)))).every(Boolean);
  const isQuiet = async () => (await areAtRest(asked, attemptCodes)) && (await areFinished());
  await until(isQuiet, 'the end of what was asked for', { timeoutMs: 240_000 });
}

/** Answers a function that reads the state, the workflows of these attempts included. */
export async function createStateReader(
  { api: { service, deps }, vendor }: { api: Pick<Api, 'service' | 'deps'>; vendor: ScriptedVendor },
  attemptCodes: readonly string[],
): Promise<() => Promise<State>> {
  const { pool } = service;
  await untilQuiet({ service }, attemptCodes);
  const tables = await pool.any(sql.type(tableRow)`
    select tablename as name from pg_tables where schemaname = 'public' order by tablename`);
  // With the transaction that wrote it, a row cannot be changed and changed back between two looks.
  const digests = sql.join(
    tables
      .filter(({ name }) => !NOTED_UNASKED.includes(name))
      .map(
        ({ name }) => sql.fragment`
          select ${name} as name,
            count(*) || ' ' || coalesce(md5(string_agg(t.xmin || t::text, ' ' order by t.ctid)), '') as digest
          from ${sql.identifier([name])} t`,
      ),
    sql.fragment` union all `,
  );
  const lengthOf = async (code: string) => {
    const { historyLength } = await handleOf(service, code).describe();
    return [`workflow of ${code}`, String(historyLength)] as const;
  };
  let asked = 0;
  return async () => {
    await deps.heartbeats.flush();
    const rows = await pool.any(sql.type(digestRow)`${digests}`);
    asked += vendor.take().length;
    return Object.fromEntries([
      ...rows.map(({ name, digest }) => [name, digest] as const),
      ...(await Promise.all(attemptCodes.map(lengthOf))),
      ['told to the LMS', String(service.lms.effects.length)],
      ['mails', String(service.mailer.mails.length)],
      ['asked of the vendor', String(asked)],
    ]);
  };
}

/** What may change while attempts are still told of what was accepted earlier. */
const CHANGED_LATER =
  /^(attempt|attempt_transition|attempt_effect|attempt_effect_try|board_change|pending_change|workflow of .*|mails|told to the LMS|asked of the vendor)$/;

/** Whether nothing but a request itself changes that. */
export const isChangedAtOnce = (name: string): boolean => !CHANGED_LATER.test(name);

/** What differs between two looks. */
export function changesBetween(before: State, after: State): string[] {
  return Object.keys(after).filter((name) => after[name] !== before[name]);
}
