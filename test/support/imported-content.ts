import { sql } from 'slonik';
import { z } from 'zod';
import type { CommandRun } from './management.ts';
import type { Service } from './service.ts';

const countRow = z.object({ table: z.string(), count: z.number() });

/** How many rows an import may have written. */
export async function countAll({ pool }: Pick<Service, 'pool'>) {
  const rows = await pool.any(sql.type(countRow)`
    select 'exam' as table, count(*) from exam union all select 'person', count(*) from person
    union all select 'allowance', count(*) from allowance union all select 'review_policy', count(*) from review_policy
    union all select 'attempt', count(*) from attempt union all select 'step', count(*) from attempt_transition
    union all select 'review', count(*) from review union all select 'effect', count(*) from attempt_effect`);
  return Object.fromEntries(rows.map(({ table, count }) => [table, count]));
}

/** Of an empty database. */
export const NOTHING = {
  exam: 0,
  person: 0,
  allowance: 0,
  review_policy: 0,
  attempt: 0,
  step: 0,
  review: 0,
  effect: 0,
};

const contentRow = z.object({ content: z.string() });

/** All that an import has written, as text; without what says when that was. */
export async function contentOf({ pool }: Pick<Service, 'pool'>): Promise<string> {
  return await pool.oneFirst(sql.type(contentRow)`
    select jsonb_build_object(
      'exams', (select jsonb_agg(to_jsonb(e) order by id) from exam e),
      'people', (select jsonb_agg(to_jsonb(p) - 'created' - 'modified' order by id) from person p),
      'allowances', (select jsonb_agg(to_jsonb(a) order by id) from allowance a),
      'policies', (select jsonb_agg(to_jsonb(p) order by id) from review_policy p),
      'attempts', (select jsonb_agg(to_jsonb(a) - 'unpaused_at' || jsonb_build_object('state', a.state - 'unpausedAt') order by id)
        from attempt a),
      'steps', (select jsonb_agg(to_jsonb(t) order by attempt_id, version) from attempt_transition t),
      'reviews', (select jsonb_agg(to_jsonb(r) - 'id' order by attempt_code) from review r),
      'comments', (select jsonb_agg(to_jsonb(c) - 'id' - 'review_id' order by comment) from review_comment c),
      'past', (select jsonb_agg(to_jsonb(h) - 'history_id' order by history_id) from review_history h))::text as content`);
}

/** What a command says has become of the rows of a kind. */
export function countsOf({ lines }: Pick<CommandRun, 'lines'>, kind: string): Record<string, number | undefined> {
  const head = (lines.find((line) => line.includes('  new')) ?? '').trim().split(/ {2,}/);
  const row = lines.find((line) => line.startsWith(`${kind} `)) ?? '';
  const cells = row.slice(kind.length).trim().split(/ +/).map(Number);
  return Object.fromEntries(head.map((name, place) => [name, cells[place]]));
}
