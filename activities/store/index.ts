import { ApplicationFailure } from '@temporalio/common';
import { UniqueIntegrityConstraintViolationError, type DatabasePool } from 'slonik';
import * as attempts from '../../db/attempt-store.ts';
import { reopenEffect } from '../../db/effects.ts';
import { findCreationFacts } from '../../db/learner-facts.ts';
import { recordHeartbeat } from '../../db/heartbeat.ts';
import type { Reservation, StoreActivities } from '../../workflows/exam-attempt/activities.ts';
import type { Effect } from '../../rules/attempt/effects.ts';
import type { AttemptState } from '../../rules/attempt/state.ts';
import { completeClock, findCourseEnd, findLearnerClock } from '../../lms/learner-clock.ts';
import type { LmsLookups } from '../../lms/port.ts';
import { examFactsOf, vendorOf } from '../../vendors/exam-facts.ts';
import { readStatus } from './read-status.ts';
import { readPendingEffects, record } from './record.ts';
import { toRuleSettings, type SettingsSource } from './settings.ts';
import { refuseUnstorable } from './unstorable.ts';

export interface StoreDeps extends SettingsSource {
  pool: DatabasePool;
  lookups: Pick<LmsLookups, 'dueDate' | 'courseEnd' | 'creditState'>;
  /** Epoch milliseconds. */
  clock: () => number;
}

type Store = Omit<StoreActivities, 'announce'>;

/** The activities that read and write Postgres for the attempt workflows. */
export function createStoreActivities(deps: StoreDeps): Store {
  const { pool } = deps;
  return {
    async loadCreationBasis({ examId, userId, attemptCode, takingAsProctored }) {
      const row = await findCreationFacts(pool, { examId, userId, creating: attemptCode });
      if (!row) return { refusal: 'attempt_not_found' };
      const clock = await completeClock(deps.lookups, userId, row);
      const exam = examFactsOf(deps.vendors, row.exam);
      const isWithoutVendor = exam.isProctored && !vendorOf(deps.vendors, exam);
      if (takingAsProctored && isWithoutVendor) return { refusal: 'backend_not_configured' };
      const courseEndAt = await findCourseEnd(deps.lookups, exam, clock);
      const learner = { id: userId, username: row.username };
      const credit = takingAsProctored ? await deps.lookups.creditState(learner, exam.courseId) : null;
      const mayTakeProctored = credit?.mayTakeProctoredExams ?? true;
      const latest = row.latest && { ...row.latest, status: readStatus(row.latest.status) };
      const facts = { exam, clock, latest, courseEndAt, mayTakeProctored };
      return { facts, reviewPolicyId: row.reviewPolicyId, readAt: deps.clock() };
    },

    async reserveAttempt({ attemptCode, request, exam, plan, reviewPolicyId, at }: Reservation) {
      try {
        const attemptId = await attempts.insertReservation(pool, {
          attemptCode,
          userId: request.userId,
          examId: exam.id,
          takingAsProctored: request.takingAsProctored,
          isSampleAttempt: exam.isPracticeExam,
          examType: exam.type,
          backend: exam.backend,
          reviewPolicyId,
          timeRemainingSeconds: plan.carriedSeconds,
          at,
        });
        return { attemptId };
      } catch (error) {
        if (!(error instanceof UniqueIntegrityConstraintViolationError)) throw error;
        const isTaken = await attempts.hasCurrentAttempt(pool, { userId: request.userId, examId: exam.id });
        return isTaken ? { refusal: 'attempt_already_exists' } : { isBeingMade: true };
      }
    },

    async dropReservation({ attemptCode }) {
      await attempts.deleteReservation(pool, attemptCode);
    },

    recordChange: (change) => refuseUnstorable(record(pool, change, deps.clock)),

    async loadFacts({ examId, userId, backend, type }) {
      const facts = await findLearnerClock(deps, { examId, userId });
      if (!facts) throw ApplicationFailure.nonRetryable('The exam of the attempt is gone.', 'attempt_not_found');
      const settings = toRuleSettings(deps, { backend, type, namedBackend: facts.stored.exam.backend });
      return { settings, clock: facts.clock, readAt: deps.clock() };
    },

    async loadAttempt({ attemptCode }) {
      const state = await attempts.findProjectedState(pool, attemptCode);
      if (state === null) return null;
      return { state: state as AttemptState, pending: await readPendingEffects(pool, attemptCode, 0) };
    },

    async reopenEffect({ actor, ...wish }) {
      const row = await reopenEffect(pool, { ...wish, actorKind: actor.kind, actorUserId: actor.userId ?? null });
      if (!row) return null;
      const { wasRefused, ...planned } = row;
      return { planned: { ...planned, effect: planned.effect as Effect }, wasRefused };
    },

    notePing: (ping) => recordHeartbeat(pool, ping),

    async recordIgnored({ attemptCode, event, refusal, actor, at }) {
      const [actorKind, actorUserId] = [actor.kind, actor.userId ?? null];
      const name = event.replaceAll('\0', '').slice(0, 255);
      await attempts.recordIgnoredEvent(pool, { attemptCode, event: name, refusal, actorKind, actorUserId, at });
    },
  };
}
