import { countOutcomes, listResults } from '../../../db/bulk-targets.ts';
import type { Bulk } from '../../../db/bulks.ts';
import { WHY_NOT_TEXTS, type WhyNot } from '../../../rules/attempt/possible-acts.ts';
import { FOLLOW_UPS, type FollowUp } from '../../../rules/bulk/targets.ts';
import { followUp } from '../../acts/bulk.ts';
import type { AppDeps } from '../../app-deps.ts';
import type { ErrorCode } from '../../errors/catalogue.ts';
import { bulkOf } from '../../permissions/granted.ts';
import { callerOf } from '../../plugins/authentication.ts';
import { bulkAsked, bulkParams, bulkState, resultsQuery } from '../../schemas/console/bulk.ts';
import { pageSize } from '../../schemas/console/fields.ts';
import { noQuery, query } from '../../schemas/console/query.ts';
import { wireTime, wireTimeOrNull } from '../../wire/time.ts';
import type { App } from '../app-instance.ts';

const PATH = '/bulk/:bulk_id';

const sumOf = (counts: readonly number[]) => counts.reduce((sum, count) => sum + count, 0);

const textOf = (why: string | null) => (why !== null && why in WHY_NOT_TEXTS ? WHY_NOT_TEXTS[why as WhyNot] : null);

async function headOf({ pool }: AppDeps, bulk: Bulk) {
  const { wish } = bulk;
  const outcomes = await countOutcomes(pool, bulk.id);
  return {
    bulk_id: bulk.id,
    course: bulk.courseId,
    sitting_exam: bulk.sittingExamId,
    act: wish.act,
    payload: {
      ...(wish.act === 'extra-time' && { minutes: wish.minutes }),
      ...(wish.act === 'set-status' && { status: wish.status }),
    },
    reason: bulk.reason,
    category: bulk.category,
    by: { user: bulk.username, name: bulk.fullName, role: bulk.role },
    at: wireTime(bulk.begunAt),
    finished_at: wireTimeOrNull(bulk.finishedAt),
    undo_until: bulk.undoUntil === null ? null : Math.trunc(bulk.undoUntil),
    total: sumOf(Object.values(outcomes)),
    done: outcomes.done + outcomes.undone,
    failed: outcomes.failed + outcomes.not_undone,
    outcomes,
  };
}

function readBulk(app: App, deps: AppDeps): void {
  app.get(
    PATH,
    {
      config: { scope: 'courseTeamOfBulk' },
      schema: {
        summary: 'Get how far a bulk act is, and what became of each attempt',
        description: 'Its results come in pages; the counts are of all of them.',
        operationId: 'getBulkAct',
        params: bulkParams,
        querystring: query({ ...resultsQuery, limit: pageSize }),
        response: { 200: bulkState.describe('The act, and a page of its attempts') },
      },
    },
    async (request) => {
      const bulk = bulkOf(request);
      const { outcome = null, cursor: after = 0, limit } = request.query;
      const results = await listResults(deps.pool, { bulkId: bulk.id, outcome, after, limit });
      const last = results.at(-1);
      return {
        ...(await headOf(deps, bulk)),
        results: results.map(({ attemptId, examId, learner, outcome: is, detail }) => ({
          id: attemptId,
          exam: examId,
          learner: [learner.id, learner.username, learner.fullName] as [number, string, string],
          outcome: is,
          detail,
          detail_text: textOf(detail),
        })),
        next: results.length < limit || !last ? null : String(last.position),
      };
    },
  );
}

interface FollowUpText {
  summary: string;
  description: string;
  operationId: string;
  errors: readonly ErrorCode[];
}

const TEXTS: Record<FollowUp, FollowUpText> = {
  retry: {
    summary: 'Try the failed attempts of a bulk act again',
    description: 'Staff, or whoever began it. The others are left alone.',
    operationId: 'retryBulkAct',
    errors: ['staff_only'],
  },
  undo: {
    summary: 'Undo a bulk act',
    description:
      'While it can be undone, whatever of it can be; attempts whose turn has not come are left alone. The outcomes say which ' +
      'could not be undone, and why. Staff may undo what anybody did, others what they did themselves.',
    operationId: 'undoBulkAct',
    errors: ['staff_only', 'undo_not_possible', 'undo_too_late'],
  },
};

function addFollowUp(app: App, deps: AppDeps, what: FollowUp): void {
  const { summary, description, operationId, errors } = TEXTS[what];
  app.post(
    `${PATH}/${what}`,
    {
      config: { scope: 'courseTeamOfBulk', errors },
      schema: {
        summary,
        description,
        operationId,
        params: bulkParams,
        querystring: noQuery,
        response: { 202: bulkAsked.describe('It is being done') },
      },
    },
    async (request, reply) => {
      const asked = await followUp(deps, callerOf(request), bulkOf(request), what);
      return await reply.code(202).send({ asked });
    },
  );
}

/** A bulk act that has begun: what became of each attempt, another try for those that failed, and the way back. */
export function bulkAct(app: App, deps: AppDeps): void {
  readBulk(app, deps);
  for (const what of Object.keys(FOLLOW_UPS) as FollowUp[]) addFollowUp(app, deps, what);
}
