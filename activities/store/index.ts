import { isDeepStrictEqual } from 'node:util';
import { ApplicationFailure } from '@temporalio/common';
import type { DatabasePool } from 'slonik';
import { deleteReservation, insertReservation } from '../../db/attempt-places.ts';
import * as attempts from '../../db/attempt-store.ts';
import { reopenEffect } from '../../db/effects.ts';
import { findCreationFacts, type StartFacts } from '../../db/learner-facts.ts';
import { recordHeartbeat } from '../../db/heartbeat.ts';
import type { Reading, RecordedChange, StoreActivities } from '../../workflows/exam-attempt/activities.ts';
import type { Effect } from '../../rules/attempt/effects.ts';
import type { Facts } from '../../rules/attempt/facts.ts';
import type { AttemptState } from '../../rules/attempt/state.ts';
import { completeClock, findCourseEnd, findLearnerClock } from '../../lms/learner-clock.ts';
import type { LmsLookups } from '../../lms/port.ts';
import { announceFirst, type Announce } from '../effects/announcing.ts';
import type { FirstTries } from '../effects/first-tries.ts';
import type { Meters } from '../../telemetry/meters.ts';
import { examFactsOf, vendorOf } from '../../vendors/exam-facts.ts';
import { readPendingEffects } from './earlier-record.ts';
import { measureChanges } from './measure-changes.ts';
import { readStatus } from './read-status.ts';
import { takePlace } from './place.ts';
import { planOf } from './planned-effects.ts';
import { record } from './record.ts';
import { recordCreation } from './record-creation.ts';
import { toRuleSettings, type SettingsSource } from './settings.ts';
import { refuseUnstorable } from './unstorable.ts';

export interface StoreDeps extends SettingsSource {
  pool: DatabasePool;
  lookups: Pick<LmsLookups, 'dueDate' | 'courseEnd' | 'creditState'>;
  announce: Announce;
  firstTries: FirstTries;
  meters?: Meters | undefined;
  /** Epoch milliseconds. */
  clock: () => number;
}

/** Almost never is there any, and histories need not say so. */
const holdsOf = ({ holds }: StartFacts) => (holds === null ? {} : { holds });

type Store = Omit<StoreActivities, 'announce'>;

async function readFacts(
  deps: StoreDeps,
  { examId, userId, backend, type }: Parameters<Store['loadFacts']>[0],
): Promise<Facts & Reading> {
  const facts = await findLearnerClock(deps, { examId, userId });
  if (!facts) throw ApplicationFailure.nonRetryable('The exam of the attempt is gone.', 'attempt_not_found');
  const settings = toRuleSettings(deps, { backend, type, namedBackend: facts.stored.exam.backend });
  return { settings, clock: facts.clock, readAt: deps.clock(), ...holdsOf(facts.stored) };
}

/** The activities that read and write Postgres for the attempt workflows. */
export function createStoreActivities(deps: StoreDeps): Store {
  const { pool } = deps;

  /** Null if an attempt's facts are as a change expects; otherwise the facts. */
  async function findOtherFacts({ expects, state }: RecordedChange) {
    if (!expects) return null;
    const { exam, userId } = state;
    const { readAt, ...facts } = await readFacts(deps, { examId: exam.id, userId, ...exam });
    return isDeepStrictEqual(facts, expects) ? null : { facts: { ...facts, readAt } };
  }

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
      const settings = toRuleSettings(deps, { ...exam, namedBackend: row.exam.backend });
      const { attemptId, reviewPolicyId } = row;
      return { facts, attemptId, settings, reviewPolicyId, readAt: deps.clock(), ...holdsOf(row) };
    },

    async reserveAttempt(reservation) {
      const taken = await takePlace(pool, reservation, (row) => insertReservation(pool, row));
      if (!('place' in taken)) return taken;
      const { place: _, ...place } = taken;
      return place;
    },

    async dropReservation({ attemptCode, externalId = null }) {
      const dropped = await deleteReservation(pool, attemptCode);
      const attemptExternalId = dropped?.vendorAttemptId ?? externalId;
      if (!dropped || attemptExternalId === null) return null;
      const { backend, examExternalId } = dropped;
      return { backend, examExternalId, attemptExternalId };
    },

    async recordChange(change) {
      const otherFacts = await findOtherFacts(change);
      if (otherFacts) return otherFacts;
      const recorded = await refuseUnstorable(record(deps, change));
      if (!('late' in recorded) && !recorded.earlier) measureChanges(deps, [change]);
      if (!change.tries?.includes('lms') || 'late' in recorded || recorded.earlier) return recorded;
      return { ...recorded, effects: await announceFirst(deps.announce, recorded.effects, change.state) };
    },

    async recordCreation(creation) {
      const recorded = await refuseUnstorable(recordCreation(deps, creation));
      if (!recorded || recorded.earlier) return recorded;
      measureChanges(deps, creation.changes);
      const { attemptId, reservation } = creation;
      const subject = { attemptId, attemptCode: reservation.attemptCode };
      return { ...recorded, effects: await announceFirst(deps.announce, recorded.effects, subject) };
    },

    loadFacts: (of) => readFacts(deps, of),

    async loadAttempt({ attemptCode }) {
      const state = await attempts.findProjectedState(pool, attemptCode);
      if (state === null) return null;
      const pending = await readPendingEffects(pool, attemptCode, 0);
      return { state: state as AttemptState, pending, settledAttemptDays: deps.config.settledAttemptDays };
    },

    async reopenEffect({ actor, ...wish }) {
      const row = await reopenEffect(pool, { ...wish, actorKind: actor.kind, actorUserId: actor.userId ?? null });
      if (!row) return null;
      const { wasRefused, effect, ...cause } = row;
      return { planned: planOf(effect as Effect, cause), wasRefused };
    },

    notePing: (ping) => recordHeartbeat(pool, ping),

    async recordIgnored({ attemptCode, event, refusal, actor, at }) {
      const [actorKind, actorUserId] = [actor.kind, actor.userId ?? null];
      const name = event.replaceAll('\0', '').slice(0, 255);
      await attempts.recordIgnoredEvent(pool, { attemptCode, event: name, refusal, actorKind, actorUserId, at });
    },
  };
}
