import type { Evidence, Violation } from './evidence.ts';
import { TOLERANCE_MS } from './wishes-and-steps.ts';

/**
 * A vendor sends no key with its reviews: a copy of one that arrives after another counts as a new one. The same twice in a
 * row is one, unless another was under way meanwhile: that may have been stored between them, and told last.
 */
export function checkReviews({ attempts, wishes }: Evidence): Violation[] {
  const reviews = wishes.flatMap(({ wish, ...record }) =>
    wish.what === 'review' ? [{ ...record, result: wish.result }] : [],
  );
  return attempts.flatMap(({ id, steps }) => {
    const counted = steps
      .filter(({ event }) => event === 'review')
      .flatMap(({ requestId, at }) => {
        const review = reviews.find((record) => requestId?.startsWith(`${record.id}.`));
        return review ? [{ at, result: review.result }] : [];
      });
    const twice = counted.filter(({ at, result }, index) => {
      const before = counted[index - 1];
      if (before?.result !== result) return false;
      return !reviews.some(
        (other) =>
          other.attemptId === id &&
          other.result !== result &&
          other.tries.some(({ sentAt, endedAt }) => sentAt <= at + TOLERANCE_MS && endedAt >= before.at - TOLERANCE_MS),
      );
    });
    return twice.map(({ result }): Violation => ({
      rule: 'wish',
      what: `attempt ${id} has "${result}" twice in a row`,
    }));
  });
}
