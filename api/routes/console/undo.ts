import { findProjectedState } from '../../../db/attempt-store.ts';
import type { Attempt } from '../../../db/attempts.ts';
import { listTransitions } from '../../../db/timeline.ts';
import type { AttemptState } from '../../../rules/attempt/state.ts';
import { refusalOf } from '../../../workflows/refusals.ts';
import { readRowOf } from '../../acts/carry-out.ts';
import type { AppDeps } from '../../app-deps.ts';
import type { Caller } from '../../auth/caller.ts';
import { ApiError } from '../../errors/api-error.ts';
import { CATALOGUE } from '../../errors/catalogue.ts';
import { MESSAGE_ERRORS } from '../../errors/route-errors.ts';
import { rolesIn } from '../../permissions/course.ts';
import { attemptOf } from '../../permissions/granted.ts';
import { callerOf } from '../../plugins/authentication.ts';
import { wishOf } from '../../plugins/idempotency.ts';
import { undoAnswer, undoConflict } from '../../schemas/console/acts.ts';
import { noQuery } from '../../schemas/console/query.ts';
import { attemptParams, pathId } from '../../schemas/params.ts';
import type { App } from '../app-instance.ts';

/** Names a change of an attempt that can be undone. */
export const undoIdOf = (attemptId: number, version: number) => `${attemptId}-${version}`;

/** Staff may take back what anybody did; the others, what they did themselves. */
async function actorFor(deps: AppDeps, caller: Caller, { attemptCode, exam }: Attempt) {
  const [role = 'invigilator'] = await rolesIn(caller, exam.courseId);
  const isStaff = role === 'global_staff' || role === 'course_staff';
  const state = isStaff ? null : ((await findProjectedState(deps.pool, attemptCode)) as AttemptState | null);
  if (!isStaff && state?.undoable && state.undoable.by !== caller.userId) throw new ApiError('staff_only');
  return { kind: 'staff', userId: caller.userId, role } as const;
}

async function conflictOf(deps: AppDeps, attempt: Attempt, code: 'undo_overtaken' | 'undo_too_late', version: number) {
  const [row, steps] = await Promise.all([readRowOf(deps, attempt), listTransitions(deps.pool, attempt.id)]);
  const since = steps.filter((step) => step.version > version);
  const meanwhile = since.map(({ at, event, actorKind }) => ({ at: Math.trunc(at), event, caused_by: actorKind }));
  return { detail: CATALOGUE[code].detail, attempt: row, meanwhile };
}

/** Takes back an act while its effects wait. */
export function undo(app: App, deps: AppDeps): void {
  app.post(
    '/undo/:attempt_id(^\\d+$)-:version(^\\d+$)',
    {
      config: {
        scope: 'courseTeamOfAttempt',
        includesDeleted: true,
        isOneWish: true,
        errors: ['staff_only', 'undo_not_possible', 'undo_overtaken', 'undo_too_late', ...MESSAGE_ERRORS],
      },
      schema: {
        summary: 'Undo an act',
        operationId: 'undoAct',
        description:
          'Restores what was before and drops the effects that wait. Staff may undo what anybody did, others what they ' +
          'did themselves. Refused once the learner, the provider or somebody else has acted: `meanwhile` says how.',
        params: attemptParams.extend({
          version: pathId.meta({ description: 'Number of the change, as in the id of the undo', example: '4' }),
        }),
        querystring: noQuery,
        response: {
          200: undoAnswer.describe('The act is undone'),
          409: undoConflict.describe('It can no longer be undone'),
        },
      },
    },
    async (request) => {
      const attempt = attemptOf(request);
      const { version } = request.params;
      const actor = await actorFor(deps, callerOf(request), attempt);
      try {
        await deps.attempts.tell(attempt.attemptCode, 'undo', { version, actor, ...wishOf(request) });
      } catch (error) {
        const code = refusalOf(error);
        if (code !== 'undo_overtaken' && code !== 'undo_too_late') throw error;
        throw new ApiError(code, { body: await conflictOf(deps, attempt, code, version), cause: error });
      }
      return { attempt: await readRowOf(deps, attempt) };
    },
  );
}
