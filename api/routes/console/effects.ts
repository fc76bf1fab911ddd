import { randomUUID } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { countEffects, recordRetries, type EffectChoice } from '../../../db/effect-retries.ts';
import { listOpenEffects } from '../../../db/open-effects.ts';
import { EFFECT_KINDS, type EffectKind } from '../../../rules/attempt/effects.ts';
import type { AppDeps } from '../../app-deps.ts';
import { ApiError } from '../../errors/api-error.ts';
import { throwIfInvalid } from '../../errors/throw-if-invalid.ts';
import { callerOf } from '../../plugins/authentication.ts';
import { redeliverBody, retryAnswer, retryBody } from '../../schemas/console/effects.ts';
import { digits, pageSize } from '../../schemas/console/fields.ts';
import { effectPage as answer } from '../../schemas/console/operations.ts';
import { noQuery, query } from '../../schemas/console/query.ts';
import { courseKey } from '../../schemas/fields.ts';
import { EFFECT_TARGETS, targetOf } from '../../wire/effect-target.ts';
import { wireTime } from '../../wire/time.ts';
import type { App } from '../app-instance.ts';

/** The kinds of effects for that target; without one, all. */
const kindsFor = (target: string | undefined) =>
  EFFECT_KINDS.filter((kind) => target === undefined || targetOf(kind) === target);

function listEffects(app: App, { pool, clock }: AppDeps): void {
  app.get(
    '/effects',
    {
      config: { scope: 'operatorsOrCourseStaff', namedIn: 'query' },
      attachValidation: true,
      schema: {
        summary: 'List effects on other systems that are not done',
        description: 'Of all attempts, or those of one course, by ids only, the oldest first.',
        operationId: 'listOpenEffects',
        querystring: query({
          course: courseKey.optional().describe('Course key; only effects of its attempts'),
          outcome: z.enum(['pending', 'refused']).optional().describe('Only those; without it both'),
          target: z.enum(EFFECT_TARGETS).optional().describe('Whom they are for'),
          older_than: digits.optional().describe('Seconds since they were decided, at least'),
          cursor: digits.optional().describe('`next` of the page before'),
          limit: pageSize,
        }),
        response: { 200: answer.describe('The page') },
      },
    },
    async (request) => {
      throwIfInvalid(request, 'querystring');
      const { course = null, outcome, target, older_than: seconds = 0, cursor: after = 0, limit } = request.query;
      const filter = { courseId: course, outcome, kinds: kindsFor(target), before: clock() - seconds * 1000, after };
      const rows = await listOpenEffects(pool, filter, limit);
      return {
        effects: rows.map((row) => ({
          key: row.key,
          attempt_id: row.attemptId,
          course: row.courseId,
          exam: row.examId,
          kind: row.kind,
          target: targetOf(row.kind as EffectKind),
          outcome: row.outcome,
          planned_at: wireTime(row.plannedAt),
          last_error: row.lastError,
          tries: row.tries,
        })),
        next: rows.length < limit ? null : String(rows.at(-1)?.sequence),
      };
    },
  );
}

/** At most so many are delivered again at once. */
const MOST_REDELIVERED = 10_000;
/** Until then an attempt may not have noticed yet that its effect is done. */
const SETTLED_MS = 30_000;

/** Records that somebody wants these effects again, and has their attempts told. Returns how many there are. */
async function reopen(
  { pool, changes, clock }: AppDeps,
  request: FastifyRequest,
  choice: EffectChoice,
  reason: string | null,
) {
  const { userId: actorUserId, isOperator, isGlobalStaff } = callerOf(request);
  const actorKind = isOperator && !isGlobalStaff ? 'operator' : 'staff';
  const subject = `effects/${randomUUID()}`;
  const count = await recordRetries(pool, choice, { subject, actorKind, actorUserId, reason, at: clock() });
  if (count > 0) await changes.begin(subject);
  return count;
}

function retryEffects(app: App, deps: AppDeps): void {
  app.post(
    '/effects/retry',
    {
      config: { scope: 'operatorsOrCourseStaff', namedIn: 'body' },
      attachValidation: true,
      schema: {
        summary: 'Have refused effects tried again',
        description:
          'By their keys, or all of one target or cause. What is asked for is kept: the attempts are told as soon as ' +
          'Temporal can be reached, whatever happens to this service meanwhile. Only refused effects are tried again, so ' +
          'a repeat does nothing. A target may be told something twice, by the same key.',
        operationId: 'retryEffects',
        querystring: noQuery,
        body: retryBody,
        response: { 202: retryAnswer.describe('They are tried again soon; with `dry_run`, they would be') },
      },
    },
    async (request, reply) => {
      const { course = null, keys, filter, reason = null, dry_run: isDryRun } = request.body;
      const choice: EffectChoice = {
        outcome: 'refused',
        courseId: course,
        keys,
        kinds: kindsFor(filter?.target).filter((kind) => filter?.kind === undefined || kind === filter.kind),
        lastError: filter?.last_error,
      };
      void reply.code(202);
      if (isDryRun) return { effects: await countEffects(deps.pool, choice) };
      return { effects: await reopen(deps, request, choice, reason) };
    },
  );
}

function redeliverEffects(app: App, deps: AppDeps): void {
  app.post(
    '/effects/redeliver',
    {
      config: { scope: 'operatorsOrCourseStaff', namedIn: 'body', errors: ['too_many_effects'] },
      attachValidation: true,
      schema: {
        summary: 'Have the LMS told again what it was told',
        description:
          'For an LMS that has lost data: by keys, or all of a time. Each event comes under the key that it had, so a receiver that ' +
          'still knows it does nothing; those of one attempt come in their order. Only what was delivered at least ' +
          `${SETTLED_MS / 1000} seconds ago is sent, so a repeat does nothing for that long. At most ${MOST_REDELIVERED} at once.`,
        operationId: 'redeliverEffects',
        querystring: noQuery,
        body: redeliverBody,
        response: { 202: retryAnswer.describe('They are sent soon; with `dry_run`, they would be') },
      },
    },
    async (request, reply) => {
      const { course = null, keys, filter, reason = null, dry_run: isDryRun } = request.body;
      const settled = deps.clock() - SETTLED_MS;
      const choice: EffectChoice = {
        outcome: 'done',
        courseId: course,
        keys,
        kinds: kindsFor('lms').filter((kind) => filter?.kind === undefined || kind === filter.kind),
        finished: { from: filter?.from, to: Math.min(filter?.to ?? settled, settled) },
      };
      const count = await countEffects(deps.pool, choice);
      if (count > MOST_REDELIVERED && !isDryRun) throw new ApiError('too_many_effects');
      void reply.code(202);
      return { effects: isDryRun ? count : await reopen(deps, request, choice, reason) };
    },
  );
}

/** What others have not been told yet, or would not take, of all attempts; another try of what was refused, and what the LMS was told, again. */
export function effects(app: App, deps: AppDeps): void {
  listEffects(app, deps);
  retryEffects(app, deps);
  redeliverEffects(app, deps);
}
