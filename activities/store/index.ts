import { ApplicationFailure } from '@temporalio/common';
import { UniqueIntegrityConstraintViolationError, type CommonQueryMethods, type DatabasePool } from 'slonik';
import { readAttemptFacts, type AttemptFactsRow } from '../../db/attempt-facts.ts';
import * as attempts from '../../db/attempt-store.ts';
import { gradeOverrideStands, lockLearnerOnExam, readSiblings } from '../../db/learner-on-exam.ts';
import { noteHeartbeat } from '../../db/heartbeat.ts';
import { insertEffects, readPendingEffectsOf, reopenEffect } from '../../db/effects.ts';
import type {
  CreationBasis,
  Recorded,
  RecordedChange,
  Reservation,
  StoreActivities,
} from '../../workflows/exam-attempt/activities.ts';
import { endOf } from '../../workflows/exam-attempt/rules/clock.ts';
import { effectKey, type Effect, type PlannedEffect } from '../../workflows/exam-attempt/rules/effects.ts';
import { isGuarded, settled } from '../../workflows/exam-attempt/rules/guard.ts';
import type { AttemptState, ExamFacts, ExamType } from '../../workflows/exam-attempt/rules/state.ts';
import { isRunning, isStatus, type Status } from '../../workflows/exam-attempt/rules/statuses.ts';
import type { LmsLookups } from '../lms/port.ts';
import { refusingUnstorable } from './unstorable.ts';
import { ruleSettings, vendorOf, type SettingsSource } from './settings.ts';

export interface StoreDeps extends SettingsSource {
  pool: DatabasePool;
  lms: Pick<LmsLookups, 'dueDate' | 'courseEnd'>;
}

type Store = Omit<StoreActivities, 'announce'>;

function statusOf(text: string): Status {
  if (isStatus(text)) return text;
  throw ApplicationFailure.nonRetryable(`The stored status ${text} is not known.`);
}

/** Type of an exam by its flags and its vendor (attempt-lifecycle §1.1). */
function examTypeOf(row: AttemptFactsRow, supportsOnboarding: boolean): ExamType {
  if (!row.is_proctored && !row.is_practice_exam) return 'timed';
  if (row.is_proctored && row.is_practice_exam) return supportsOnboarding ? 'onboarding' : 'practice';
  return 'proctored';
}

function examFacts(row: AttemptFactsRow, { vendors }: SettingsSource): ExamFacts {
  const backend = row.is_proctored ? row.backend || vendors.defaultName : null;
  return {
    id: row.exam_id,
    courseId: row.course_id,
    contentId: row.content_id,
    type: examTypeOf(row, vendorOf(vendors, backend)?.supportsOnboarding ?? false),
    isProctored: row.is_proctored,
    isPracticeExam: row.is_practice_exam,
    backend,
  };
}

const minutes = (value: string | null) => (value !== null && /^\d+$/.test(value) ? Number(value) : 0);

async function readFacts({ pool, lms }: StoreDeps, subject: Parameters<typeof readAttemptFacts>[1]) {
  const row = await readAttemptFacts(pool, subject);
  if (!row) return null;
  const own = await lms.dueDate({ id: subject.userId, username: row.username }, row.course_id, row.content_id);
  const clock = {
    timeLimitMins: row.time_limit_mins,
    additionalMins: minutes(row.additional_time),
    dueAt: own ?? row.due_date,
  };
  return { row, clock };
}

function latestOf(row: AttemptFactsRow): CreationBasis['facts']['latest'] {
  if (row.latest_code === null || row.latest_status === null) return null;
  return {
    attemptCode: row.latest_code,
    status: statusOf(row.latest_status),
    isSampleAttempt: row.latest_is_sample ?? false,
    takingAsProctored: row.latest_as_proctored ?? false,
    readyToResume: row.latest_ready ?? false,
    resumed: row.latest_resumed ?? false,
    timeRemainingSeconds: row.latest_remaining,
  };
}

function projectionOf(state: AttemptState): attempts.ProjectedAttempt {
  return { ...state, expiresAt: isRunning(state.status) && state.deletedAt === null ? endOf(state) : null, state };
}

/** What the guard asks of the learner's place on the exam, which nobody else changes until the transaction ends. */
async function learnerRecord(db: CommonQueryMethods, { userId, exam, attemptCode }: AttemptState) {
  const place = { userId, examId: exam.id };
  await lockLearnerOnExam(db, place);
  const others = await readSiblings(db, place, attemptCode);
  return {
    others: others.map(({ status, resumed }) => ({ status: statusOf(status), resumed })),
    overrideStands: await gradeOverrideStands(db, place),
  };
}

/** The effects in order, each with its key and whether the learner's other attempts withhold it. */
async function plan(db: CommonQueryMethods, { state, effects, at }: RecordedChange) {
  const learner = effects.some(isGuarded) ? await learnerRecord(db, state) : { others: [], overrideStands: false };
  return settled(state, effects, learner).map(({ effect, withheld }) => {
    const key = effectKey(state.attemptCode, state.version, effect);
    return { key, version: state.version, at, effect, withheld };
  });
}

async function record(pool: DatabasePool, change: RecordedChange): Promise<Recorded> {
  const { state, actor, at } = change;
  return await pool.transaction(async (db) => {
    const planned = await plan(db, change);
    const attemptId = await attempts.projectAttempt(db, projectionOf(state), {
      event: change.event,
      fromStatus: change.fromStatus,
      toStatus: state.deletedAt === null ? state.status : '(deleted)',
      actorKind: actor.kind,
      actorUserId: actor.userId ?? null,
      reason: change.reason,
      at,
    });
    if (attemptId === null) return await recordedEarlier(db, state);
    await insertEffects(db, attemptId, planned, at);
    // A review that comes after the removal is a new one.
    if (state.deletedAt !== null && change.event !== 'review') await attempts.deactivateReview(db, state.attemptCode);
    return {
      effects: planned.filter(({ withheld }) => !withheld).map(({ withheld: _, ...rest }) => rest),
      earlier: null,
    };
  });
}

/** A try that had succeeded already, or a write that came too late; a row that is gone has lost its place. */
async function recordedEarlier(db: CommonQueryMethods, { attemptCode, version }: AttemptState): Promise<Recorded> {
  const latest = await attempts.readLatestChange(db, attemptCode);
  if (!latest) throw ApplicationFailure.nonRetryable('The reservation has been taken over.', 'attempt_already_exists');
  const effects = await pendingEffects(db, attemptCode, version);
  return { effects, earlier: { event: latest.event, state: latest.state as AttemptState } };
}

async function pendingEffects(db: CommonQueryMethods, attemptCode: string, from: number): Promise<PlannedEffect[]> {
  const rows = await readPendingEffectsOf(db, attemptCode, from);
  return rows.map((row) => ({ ...row, effect: row.effect as Effect }));
}

/** The activities that read and write Postgres for the attempt workflows. */
export function createStoreActivities(deps: StoreDeps): Store {
  const { pool } = deps;
  return {
    async loadCreationBasis({ examId, userId, attemptCode }) {
      const facts = await readFacts(deps, { examId, userId, creating: attemptCode });
      if (!facts) return { refusal: 'attempt_not_found' };
      const { row, clock } = facts;
      const exam = examFacts(row, deps);
      if (exam.backend !== null && !vendorOf(deps.vendors, exam.backend)) return { refusal: 'backend_not_configured' };
      const courseEndAt =
        exam.type === 'timed' && clock.dueAt === null ? await deps.lms.courseEnd(exam.courseId) : null;
      return { facts: { exam, clock, latest: latestOf(row), courseEndAt }, reviewPolicyId: row.review_policy_id };
    },

    async reserveAttempt({ attemptCode, request, exam, plan, reviewPolicyId, at }: Reservation) {
      try {
        const attemptId = await attempts.insertReservation(pool, {
          attemptCode,
          userId: request.userId,
          examId: exam.id,
          takingAsProctored: request.takingAsProctored,
          isSampleAttempt: exam.isPracticeExam,
          reviewPolicyId,
          timeRemainingSeconds: plan.carriedSeconds,
          at,
        });
        return { attemptId };
      } catch (error) {
        if (error instanceof UniqueIntegrityConstraintViolationError) return { refusal: 'attempt_already_exists' };
        throw error;
      }
    },

    async dropReservation({ attemptCode }) {
      await attempts.deleteReservation(pool, attemptCode);
    },

    recordChange: (change) => refusingUnstorable(record(pool, change)),

    async loadFacts({ examId, userId, backend }) {
      const facts = await readFacts(deps, { examId, userId, creating: null });
      if (!facts) throw ApplicationFailure.nonRetryable('The exam of the attempt is gone.', 'attempt_not_found');
      return { settings: ruleSettings(deps, backend), clock: facts.clock };
    },

    async loadAttempt({ attemptCode }) {
      const state = await attempts.readProjectedState(pool, attemptCode);
      if (state === null) return null;
      return { state: state as AttemptState, pending: await pendingEffects(pool, attemptCode, 0) };
    },

    async reopenEffect({ attemptCode, key }) {
      const row = await reopenEffect(pool, attemptCode, key);
      if (!row) return null;
      const { wasRefused, ...planned } = row;
      return { planned: { ...planned, effect: planned.effect as Effect }, wasRefused };
    },

    notePing: (ping) => noteHeartbeat(pool, ping),

    async recordIgnored({ attemptCode, event, refusal, actor, at }) {
      const [actorKind, actorUserId] = [actor.kind, actor.userId ?? null];
      const name = event.replaceAll('\0', '').slice(0, 255);
      await attempts.insertIgnoredEvent(pool, { attemptCode, event: name, refusal, actorKind, actorUserId, at });
    },
  };
}
