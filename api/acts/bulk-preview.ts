import { createHash, randomUUID } from 'node:crypto';
import { findExam } from '../../db/exams.ts';
import { insertPreview, type BulkWish } from '../../db/bulks.ts';
import { listCandidates, type TargetChoice } from '../../db/bulk-targets.ts';
import type { AttemptState } from '../../rules/attempt/state.ts';
import { STATUSES } from '../../rules/attempt/statuses.ts';
import { PHASE_OF } from '../../rules/board/phases.ts';
import { previewBulk, type Preview } from '../../rules/bulk/preview.ts';
import { MOST_TARGETS } from '../../rules/bulk/targets.ts';
import { isWithin, roleFor } from '../../rules/attempt/acts.ts';
import type { AppDeps } from '../app-deps.ts';
import type { Caller } from '../auth/caller.ts';
import { ApiError } from '../errors/api-error.ts';
import { rolesIn } from '../permissions/course.ts';
import type { BulkBody } from '../schemas/console/bulk.ts';
import { actOf } from './carry-out.ts';

/** What is asked for, if the caller may do it to one attempt of the course. Throws `staff_only`, `status_not_for_reviewers`. */
export async function bulkWishOf(caller: Caller, courseId: string, body: BulkBody): Promise<BulkWish> {
  const { act, payload, reason = '', category, targets } = body;
  const role = roleFor(act, await rolesIn(caller, courseId));
  if (role === null) throw new ApiError('staff_only');
  const wish = actOf(act, payload);
  if (!isWithin(role, wish)) throw new ApiError('status_not_for_reviewers');
  const by = { userId: caller.userId, role };
  const sittingExamId = 'sitting' in targets ? targets.sitting.exam : null;
  const asked = { courseId, wish, reason: reason === '' ? null : reason, category, by, sittingExamId };
  const fingerprint = createHash('sha256')
    .update(JSON.stringify([asked, targets]))
    .digest('hex');
  return { ...asked, fingerprint };
}

function choiceOf(targets: BulkBody['targets']): TargetChoice {
  if ('ids' in targets) return { ids: [...new Set(targets.ids)] };
  if ('sitting' in targets) return { sittingExamId: targets.sitting.exam };
  const { exam, phase, status, q } = targets.filter;
  const wanted = STATUSES.filter((each) => (status ?? [each]).includes(each));
  const statuses = wanted.filter((each) => (phase ?? [PHASE_OF[each]]).includes(PHASE_OF[each]));
  return { examId: exam, statuses: status || phase ? statuses : null, search: q ?? null };
}

/**
 * Finds out what an act would do to the attempts of the course that are chosen, and stores that under a token. Throws
 * `bulk_too_large` and `exam_not_found`.
 */
export async function makePreview(
  { pool, clock }: AppDeps,
  wanted: BulkWish,
  targets: BulkBody['targets'],
): Promise<Preview & { token: string }> {
  const { courseId, wish, by, sittingExamId } = wanted;
  if (sittingExamId !== null && (await findExam(pool, sittingExamId))?.courseId !== courseId) {
    throw new ApiError('exam_not_found');
  }
  const choice = choiceOf(targets);
  const found = await listCandidates(pool, { courseId, choice, limit: MOST_TARGETS + 1 });
  if (found.length > MOST_TARGETS) throw new ApiError('bulk_too_large');
  const now = clock();
  const states = found.map(({ state }) => state as AttemptState);
  const preview = previewBulk(states, { wish, role: by.role, now });
  if ('ids' in choice) {
    const known = new Set(found.map(({ id }) => id));
    const unknown = choice.ids.filter((id) => !known.has(id));
    preview.willNot.push(...unknown.map((id) => ({ id, why: 'attempt_not_found' as const })));
  }
  const token = randomUUID();
  await insertPreview(pool, { ...wanted, id: token, at: now, attemptIds: preview.will });
  return { ...preview, token };
}
