// The rows of docs/differences.md that the rules alone decide, by their numbers there.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { planCreation } from '../../../../rules/attempt/creation.ts';
import type { AttemptEvent } from '../../../../rules/attempt/events.ts';
import { guardHolds } from '../../../../rules/attempt/guard.ts';
import { inResumeProcess, wasHandedIn, type AttemptState } from '../../../../rules/attempt/state.ts';
import { COMPLETED, PRE_START, SETTABLE, type Status } from '../../../../rules/attempt/statuses.ts';
import { step, transition } from '../../../../rules/attempt/transition.ts';
import { anAttemptIn, clockFacts, ENDS_AT, MINUTE, ONBOARDING, someFacts } from '../../../support/attempt-builders.ts';
import {
  anyAttempt,
  aProctoredExam,
  anyFacts,
  anyReviewStatus,
  anyStatus,
  changeOf,
  effectsOf,
  factsWith,
  kindsOf,
} from '../../../support/invariant-arbitraries.ts';

const NOW = ENDS_AT + MINUTE;
const apply = (state: AttemptState, event: AttemptEvent, at = NOW, facts = someFacts()) =>
  transition(state, event, at, facts);
const set = (status: Status) => ({ name: 'set-status', payload: { status } }) as const;

describe('what differs on purpose from the original', () => {
  it('a stale tab moves nothing that was handed in (differences §1.1)', () => {
    const late = fc.constantFrom('submit', 'error', 'decline');
    fc.assert(
      fc.property(anyAttempt(COMPLETED), late, anyFacts, (attempt, name, facts) => {
        fc.pre(name !== 'submit' || wasHandedIn(attempt) || inResumeProcess(attempt));
        expect(apply(attempt, { name, payload: {} }, NOW, facts)).toMatchObject({ outcome: 'kept', state: attempt });
      }),
    );
  });

  it('a status that is set again has no consequences, unless staff ask for them (differences §1.6)', () => {
    fc.assert(
      fc.property(anyAttempt(), fc.constantFrom(...SETTABLE), anyFacts, (attempt, status, facts) => {
        const first = apply(attempt, set(status), NOW, facts);
        const state = first.outcome === 'refused' ? attempt : first.state;
        expect(effectsOf(apply(state, set(status), NOW, facts))).toEqual([]);
      }),
    );
    const again = { name: 'set-status', payload: { status: 'verified', reapply: true } } as const;
    expect(kindsOf(apply(anAttemptIn('verified'), again))).toEqual(
      expect.arrayContaining(['set-credit', 'send-mail', 'track']),
    );
  });

  it('an attempt that timed out is handed in once, at its end (differences §1.7)', () => {
    fc.assert(
      fc.property(anyAttempt(['started', 'ready_to_submit']), fc.integer({ min: 1, max: 1e9 }), (attempt, lateMs) => {
        const steps = step(attempt, { name: 'submit', payload: {} }, ENDS_AT + lateMs, someFacts());
        expect(steps.map(({ event, outcome }) => [event.name, outcome.outcome])).toEqual([
          ['expire', 'changed'],
          ['submit', 'kept'],
        ]);
        expect(steps.at(-1)?.outcome).toMatchObject({ state: { status: 'submitted', completedAt: ENDS_AT } });
        const mails = steps.flatMap(({ outcome }) => kindsOf(outcome)).filter((kind) => kind === 'send-mail');
        expect(mails).toHaveLength(attempt.takingAsProctored && !attempt.isSampleAttempt ? 1 : 0);
      }),
    );
  });

  it('a pass undoes any override that we made (differences §4.1)', () => {
    const between = fc.array(fc.constantFrom<Status>('second_review_required', 'error', 'submitted', 'timed_out'));
    fc.assert(
      fc.property(between, (statuses) => {
        const rejected = changeOf(apply(anAttemptIn('submitted'), set('rejected'))).state;
        const state = statuses.reduce((from, status) => {
          const outcome = apply(from, set(status));
          expect(kindsOf(outcome)).not.toContain('undo-grade-override');
          return outcome.outcome === 'changed' ? outcome.state : from;
        }, rejected);
        expect(kindsOf(apply(state, set('verified')))).toContain('undo-grade-override');
      }),
    );
  });

  it('a reset of a past-due onboarding exam is refused before anything else (differences §1.8)', () => {
    fc.assert(
      fc.property(anyStatus, fc.nat(1e9), (status, agoMs) => {
        const latest = anAttemptIn(status, { exam: ONBOARDING });
        const clock = clockFacts({ dueAt: NOW - agoMs });
        const plan = planCreation(
          { exam: ONBOARDING, clock, latest, courseEndAt: null },
          { takingAsProctored: true, resetting: true },
          NOW,
        );
        expect(plan).toEqual({ refusal: 'exam_past_due_proctored' });
      }),
    );
  });

  it('an error before the start keeps the carried time (differences §2.4)', () => {
    fc.assert(
      fc.property(anyAttempt(PRE_START, aProctoredExam), fc.nat(10_000), (attempt, timeRemainingSeconds) => {
        const { state } = changeOf(apply({ ...attempt, timeRemainingSeconds }, { name: 'error', payload: {} }));
        expect(state).toMatchObject({ status: 'error', isResumable: true, timeRemainingSeconds });
      }),
    );
  });

  it('only onboarding that is submitted or verified unblocks other attempts (differences §1.10)', () => {
    fc.assert(
      fc.property(fc.constantFrom(...SETTABLE), (status) => {
        const started = anAttemptIn('started', { exam: ONBOARDING });
        const facts = factsWith({ supportsOnboarding: true, allowTimedOutState: true });
        const { state, effects } = changeOf(apply(started, set(status === 'started' ? 'error' : status), NOW, facts));
        expect(effects.some(({ kind }) => kind === 'clear-blocked-attempts')).toBe(
          state.status === 'submitted' || state.status === 'verified',
        );
      }),
    );
  });

  it('a review that is repeated changes nothing (differences §4.3)', () => {
    fc.assert(
      fc.property(anyAttempt(), anyReviewStatus, fc.integer({ min: 1, max: 9 }), (attempt, reviewStatus, revision) => {
        const event = { name: 'review', payload: { reviewStatus, revision } } as const;
        const reviewed = { ...attempt, reviewRevision: revision };
        expect(apply(reviewed, event)).toEqual({ outcome: 'kept', state: reviewed });
      }),
    );
  });

  it('an allowance granted while the clock runs moves the end, only ever later (differences §2.6)', () => {
    const grants = fc.array(fc.integer({ min: 0, max: 120 }), { minLength: 1 });
    fc.assert(
      fc.property(anyAttempt(['started', 'ready_to_submit']), grants, (attempt, minutes) => {
        let [state, most] = [attempt, 0];
        for (const additionalMins of minutes) {
          most = Math.max(most, additionalMins);
          const event = { name: 'extra-time', payload: { additionalMins } } as const;
          const outcome = apply(state, event, ENDS_AT - 1, someFacts({ clock: { additionalMins } }));
          if (outcome.outcome === 'changed') state = outcome.state;
          expect(state.allowedSeconds).toBe((90 + most) * 60);
        }
      }),
    );
  });

  it('superseded attempts hold nothing back (differences §4.2)', () => {
    const superseded = fc.array(anyStatus.map((status) => ({ status, resumed: true })));
    fc.assert(
      fc.property(superseded, fc.constantFrom('submitted', 'verified', 'rejected'), (others, to) => {
        expect(guardHolds(to, false, others)).toBe(true);
      }),
    );
    expect(guardHolds('verified', false, [{ status: 'error', resumed: false }])).toBe(false);
  });
});
