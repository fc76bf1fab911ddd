import fc from 'fast-check';
import { expect, it } from 'vitest';
import { endOf, isPastDue } from '../../../../rules/attempt/clock.ts';
import type { AttemptEvent } from '../../../../rules/attempt/events.ts';
import {
  INCOMPLETE,
  isCompleted,
  isIncomplete,
  isPreStart,
  isRunning,
  PRE_START,
  SETTABLE,
} from '../../../../rules/attempt/statuses.ts';
import {
  aHistory,
  anEventOf,
  anyAttempt,
  anyExam,
  anyFacts,
  aRunningAttempt,
  LASTING,
} from '../../../support/attempt-arbitraries.ts';
import { anAttemptIn, STARTED_AT } from '../../../support/attempt-builders.ts';
import { lastOf, play } from '../../../support/attempt-history.ts';

it('1: no event moves an attempt from completed to incomplete', () => {
  fc.assert(
    fc.property(anyAttempt, aHistory(), (attempt, history) => {
      for (const { before, after } of play(attempt, history)) {
        if (isCompleted(before.status)) expect(after.status).not.toSatisfy(isIncomplete);
      }
    }),
  );
});

it('1: no sequence of events does either, as long as the attempt is not replaced by a reset', () => {
  const event = anEventOf(LASTING.filter((name) => name !== 'reset'));
  fc.assert(
    fc.property(anyAttempt, aHistory(event), (attempt, history) => {
      const statuses = play(attempt, history).map(({ after }) => after.status);
      const completed = statuses.findIndex(isCompleted);
      if (completed !== -1) expect(statuses.slice(completed).filter(isIncomplete)).toEqual([]);
    }),
  );
});

it('2: from any incomplete status any target is accepted, but the two that only a resume gives (differences §3.1)', () => {
  const from = fc.constantFrom(...INCOMPLETE);
  fc.assert(
    fc.property(anyExam, from, fc.constantFrom(...SETTABLE), anyFacts, (exam, status, target, facts) => {
      const attempt = anAttemptIn(status, { exam });
      const isLate = target === 'started' && attempt.startedAt === null && isPastDue(facts.clock.dueAt, STARTED_AT);
      fc.pre(!isLate);
      const after = lastOf(attempt, { name: 'set-status', payload: { status: target } }, STARTED_AT, facts);
      const isTimeout = target === 'timed_out' && !facts.settings.allowTimedOutState;
      const isReentry = isRunning(status) && isPreStart(target);
      expect(after.status).toBe(isTimeout || isReentry ? 'submitted' : target);
    }),
  );
});

it('11: asking a running exam for its set-up hands it in', () => {
  const reentry: fc.Arbitrary<AttemptEvent> = fc.oneof(
    fc.constantFrom(...PRE_START).map((status) => ({ name: 'set-status' as const, payload: { status } })),
    anEventOf(['click-download-software', 'launch']),
  );
  fc.assert(
    fc.property(aRunningAttempt, reentry, fc.nat(), ({ attempt, facts }, event, seed) => {
      fc.pre(attempt.exam.isProctored || event.name === 'set-status');
      const now = STARTED_AT + (seed % ((endOf(attempt) ?? 0) - STARTED_AT + 1));
      expect(lastOf(attempt, event, now, facts)).toMatchObject({ status: 'submitted', completedAt: now });
    }),
  );
});
