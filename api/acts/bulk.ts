import { beginBulk, findPreview, type Bulk, type BulkWish } from '../../db/bulks.ts';
import { reopenTargets } from '../../db/bulk-targets.ts';
import { endHold, endPauses, insertHold } from '../../db/sitting-holds.ts';
import { endOfSitting } from '../../rules/bulk/holds.ts';
import { ACTS, roleFor } from '../../rules/attempt/acts.ts';
import { undoMsOf, type FollowUp } from '../../rules/bulk/targets.ts';
import type { AppDeps } from '../app-deps.ts';
import type { Caller } from '../auth/caller.ts';
import { ApiError } from '../errors/api-error.ts';
import { rolesIn } from '../permissions/course.ts';

/** When what begins now can no longer be undone; null if it cannot be at all. */
function undoUntil({ config, clock }: AppDeps, { wish }: Pick<Bulk, 'wish'>, targets: number): number | null {
  const undoMs = ACTS[wish.act].isUndoable ? undoMsOf(targets, config.acts.undoWindowSeconds) : 0;
  return undoMs === 0 ? null : clock() + undoMs;
}

/** What is done to a sitting holds from the same moment for those who begin later. */
async function begin(
  { pool, config }: AppDeps,
  { wish, sittingExamId: examId }: BulkWish,
  beginning: Parameters<typeof beginBulk>[1],
): Promise<void> {
  const { id: bulkId, at } = beginning;
  await pool.transaction(async (tx) => {
    if (!(await beginBulk(tx, beginning)) || examId === null) return;
    if (wish.act === 'unpause') await endPauses(tx, examId, at);
    else await insertHold(tx, { bulkId, examId, from: at, until: endOfSitting(at, config.site.timeZone) });
  });
}

const removes = ({ act }: Bulk['wish']) => act === 'reset' || act === 'delete';

/**
 * Begins the act that was previewed under the token; the same again changes nothing. Throws `bulk_preview_unknown`,
 * `bulk_empty` and `bulk_count_wrong`.
 */
export async function confirmBulk(
  deps: AppDeps,
  wanted: BulkWish,
  { token, count }: { token: string; count: number | undefined },
): Promise<string> {
  const { pool, clock, bulks } = deps;
  const preview = await findPreview(pool, { ...wanted, id: token, at: clock() });
  if (!preview) throw new ApiError('bulk_preview_unknown');
  const { targets, isBegun } = preview;
  if (!isBegun) {
    if (targets === 0 && wanted.sittingExamId === null) throw new ApiError('bulk_empty');
    if (removes(wanted.wish) && targets > 1 && count !== targets) throw new ApiError('bulk_count_wrong');
    await begin(deps, wanted, { id: token, at: clock(), undoUntil: undoUntil(deps, wanted, targets) });
  }
  await bulks.goOn(token);
  return token;
}

/** Staff may take back what anybody did, the others what they did themselves. Throws `staff_only`. */
async function roleToFollowUp(caller: Caller, what: FollowUp, { courseId, wish, byUserId }: Bulk) {
  const roles = await rolesIn(caller, courseId);
  const isStaff = roles.some((role) => role === 'global_staff' || role === 'course_staff');
  const role = what === 'undo' ? roles[0] : roleFor(wish.act, roles);
  if (!role || (!isStaff && byUserId !== caller.userId)) throw new ApiError('staff_only');
  return role;
}

/** Throws `undo_not_possible` and `undo_too_late`. */
function requireUndoable({ undoUntil: until }: Bulk, now: number): void {
  if (until === null) throw new ApiError('undo_not_possible');
  if (now > until) throw new ApiError('undo_too_late');
}

/** Has the failed attempts of an act tried again, or all that can be undone; answers for how many. */
export async function followUp(deps: AppDeps, caller: Caller, bulk: Bulk, what: FollowUp): Promise<number> {
  const { pool, clock, bulks } = deps;
  const by = { userId: caller.userId, role: await roleToFollowUp(caller, what, bulk) };
  const at = clock();
  if (what === 'undo') requireUndoable(bulk, at);
  const until = what === 'retry' ? undoUntil(deps, bulk, 0) : null;
  if (what === 'undo') await endHold(pool, bulk.id, at);
  const asked = await reopenTargets(pool, bulk.id, { what, by, at, undoUntil: until });
  await bulks.goOn(bulk.id);
  return asked;
}
