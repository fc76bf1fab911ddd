// Reviews by attempt-lifecycle §8. The stored rows of 41 and 42 (the review itself, its history, its comments):
// test/api/vendor-callbacks.test.ts.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decideStatus } from '../../../../rules/attempt/review.ts';
import { STATUSES } from '../../../../rules/attempt/statuses.ts';
import type { AttemptState } from '../../../../rules/attempt/state.ts';
import { step, transition } from '../../../../rules/attempt/transition.ts';
import { anAttemptIn, ENDS_AT, MINUTE } from '../../../support/attempt-builders.ts';
import {
  anyAttempt,
  anyFacts,
  anyReviewStatus,
  anySettings,
  changeOf,
  effectsOf,
  factsWith,
  kindsOf,
} from '../../../support/invariant-arbitraries.ts';

const NOW = ENDS_AT + MINUTE;
const PING = { name: 'ping', payload: {} } as const;
const anyReviewer = fc.constantFrom(null, 12);
const live = anyAttempt(STATUSES.filter((status) => status !== 'onboarding_reset'));
const archived = anyAttempt().map((attempt) =>
  attempt.status === 'onboarding_reset' ? attempt : { ...attempt, deletedAt: ENDS_AT },
);

describe('the result of a review', () => {
  it('40: depends on the review, the settings and whether it is a sample, and on nothing else of the attempt', () => {
    fc.assert(
      fc.property(
        anyReviewStatus,
        anyReviewer,
        anyAttempt(),
        anyAttempt(),
        anySettings,
        (review, by, one, two, set) => {
          fc.pre(one.isSampleAttempt === two.isSampleAttempt);
          const unrelated = { ...set, allowTimedOutState: !set.allowTimedOutState, pingFailurePassthrough: true };
          expect(decideStatus(review, by, one, set)).toBe(decideStatus(review, by, two, unrelated));
        },
      ),
    );
  });

  it('40: is the first that fits: passing, not reviewed, failed for good, waiting for a second review', () => {
    fc.assert(
      fc.property(anyReviewStatus, anyReviewer, anyAttempt(), anySettings, (review, by, attempt, settings) => {
        const isFinal =
          by !== null ||
          !settings.requireFailureSecondReviews ||
          (settings.supportsOnboarding && attempt.isSampleAttempt);
        const failed = isFinal ? 'rejected' : 'second_review_required';
        const otherwise = review === 'Not Reviewed' ? 'error' : failed;
        const expected = settings.passingStatuses.includes(review) ? 'verified' : otherwise;
        expect(decideStatus(review, by, attempt, settings)).toBe(expected);
      }),
    );
  });

  it('40: is where the attempt goes from any status, but a pass without a hand-in is an error', () => {
    fc.assert(
      fc.property(live, anyReviewStatus, anyReviewer, anyFacts, (attempt, reviewStatus, reviewedBy, facts) => {
        const event = { name: 'review', payload: { reviewStatus, reviewedBy } } as const;
        const target = decideStatus(reviewStatus, reviewedBy, attempt, facts.settings);
        const wasHandedIn = attempt.completedAt !== null || attempt.status === 'timed_out';
        expect(changeOf(transition(attempt, event, NOW, facts)).state.status).toBe(
          target === 'verified' && !wasHandedIn ? 'error' : target,
        );
      }),
    );
  });
});

describe('an attempt whose time ran out where that is a status of its own', () => {
  it('passes like one that was handed in, also by a second review', () => {
    fc.assert(
      fc.property(anyFacts, fc.boolean(), (someFacts, isReviewedBefore) => {
        const passingStatuses = ['Clean'] as const;
        const facts = factsWith({ ...someFacts.settings, allowTimedOutState: true, passingStatuses });
        const review = (state: AttemptState, reviewStatus: 'Clean' | 'Suspicious') =>
          changeOf(transition(state, { name: 'review', payload: { reviewStatus } }, NOW, facts)).state;
        const ended = changeOf(step(anAttemptIn('started'), PING, NOW, facts)[0].outcome).state;
        expect(ended).toMatchObject({ status: 'timed_out', completedAt: null });
        expect(review(isReviewedBefore ? review(ended, 'Suspicious') : ended, 'Clean').status).toBe('verified');
      }),
    );
  });
});

describe('a review of an archived attempt', () => {
  it('41: changes no attempt, credit, grade or mail, and is received', () => {
    fc.assert(
      fc.property(archived, anyReviewStatus, anyReviewer, anyFacts, (attempt, reviewStatus, reviewedBy, facts) => {
        const event = { name: 'review', payload: { reviewStatus, reviewedBy } } as const;
        const change = changeOf(transition(attempt, event, NOW, facts));
        const { version, reviewRevision } = attempt;
        expect(change.state).toEqual({ ...attempt, version: version + 1, reviewRevision: reviewRevision + 1 });
        const noticed = reviewStatus === 'Suspicious' && reviewedBy === null;
        expect(kindsOf(change)).toEqual(noticed ? ['track', 'notify-support'] : ['track']);
        expect(change.effects[0]).toMatchObject({ verb: 'attempt.review_received', reviewStatus });
      }),
    );
  });
});

describe('each post of a review', () => {
  it('42: is one recorded change that is received once, with the revision that keeps its place in the history', () => {
    fc.assert(
      fc.property(
        live,
        fc.array(anyReviewStatus, { minLength: 1, maxLength: 6 }),
        anyFacts,
        (attempt, posts, facts) => {
          let state = attempt;
          for (const reviewStatus of posts) {
            const revision = state.reviewRevision + 1;
            const change = changeOf(
              transition(state, { name: 'review', payload: { reviewStatus, revision } }, NOW, facts),
            );
            expect(change.state).toMatchObject({ version: state.version + 1, reviewRevision: revision });
            const received = change.effects.filter(
              (effect) => effect.kind === 'track' && effect.verb === 'attempt.review_received',
            );
            expect(received).toHaveLength(1);
            state = change.state;
          }
        },
      ),
    );
  });

  it('42: that is a repeat, or older than the newest, adds nothing (differences §4.3)', () => {
    fc.assert(
      fc.property(anyAttempt(), anyReviewStatus, fc.nat(3), (attempt, reviewStatus, revision) => {
        const reviewed = { ...attempt, reviewRevision: 3 };
        const event = { name: 'review', payload: { reviewStatus, revision } } as const;
        const outcome = transition(reviewed, event, NOW, factsWith({}));
        expect(outcome).toEqual({ outcome: 'kept', state: reviewed });
        expect(effectsOf(outcome)).toEqual([]);
      }),
    );
  });
});
