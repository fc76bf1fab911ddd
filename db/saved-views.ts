import { sql, type CommonQueryMethods } from 'slonik';
import { z } from 'zod';
import { none, rowOf, toJson } from './columns.ts';

const view = z.object({ name: z.string(), query: z.string() });
const viewsRow = rowOf({ views: z.array(view) });

/** A way to see boards, as the console's address has it. */
export type SavedView = z.output<typeof view>;

/** The views that a person has saved, in their order. */
export async function listSavedViews(db: CommonQueryMethods, userId: number): Promise<readonly SavedView[]> {
  return (await db.maybeOneFirst(sql.type(viewsRow)`select views from saved_views where user_id = ${userId}`)) ?? [];
}

/** Replaces all views of a person. */
export async function saveViews(db: CommonQueryMethods, userId: number, views: readonly SavedView[]): Promise<void> {
  await db.query(sql.type(none)`
    insert into saved_views (user_id, views) values (${userId}, ${toJson(views)})
    on conflict (user_id) do update set views = excluded.views, modified = now()`);
}
