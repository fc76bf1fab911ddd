import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { planCreation } from '../../../rules/attempt/creation.ts';
import type { ClockFacts } from '../../../rules/attempt/facts.ts';
import type { AttemptState } from '../../../rules/attempt/state.ts';
import { step } from '../../../rules/attempt/transition.ts';
import { anAttemptIn, ENDS_AT, MINUTE, PROCTORED, someFacts, STARTED_AT } from '../../support/attempt-builders.ts';
import { lastOf } from '../../support/attempt-history.ts';

// What was accepted before an end counts at that end, whenever it is delivered (differences §2.7).

const EXPIRE = { name: 'expire', payload: {} } as const;
const grant = (additionalMins: number, at: number) => ({ additionalMins, at });

function clockOf(grants: { additionalMins: number; at: number }[], dueAt: number | null = null): Partial<ClockFacts> {
  return { grants, additionalMins: grants.at(-1)?.additionalMins ?? 0, dueAt };
}

/** The attempt once everything that waited for `now` has been seen to. */
const seenAt = (state: AttemptState, now: number, clock: Partial<ClockFacts>) =>
  lastOf(state, EXPIRE, now, someFacts({ clock }));

describe('at the end of the clock', () => {
  const running = anAttemptIn('started');

  it('extra time that was accepted before it lets the exam go on, at the very end too', () => {
    for (const at of [STARTED_AT, ENDS_AT]) {
      const longer = seenAt(running, ENDS_AT + 1, clockOf([grant(30, at)]));
      expect(longer).toMatchObject({ status: 'started', allowedSeconds: 120 * 60, allowedTimeLimitMins: 120 });
    }
  });

  it('extra time that was accepted after it counts no more', () => {
    const ended = seenAt(running, ENDS_AT + 2, clockOf([grant(30, ENDS_AT + 1)]));
    expect(ended).toMatchObject({ status: 'submitted', completedAt: ENDS_AT });
  });

  it('each grant counts at the end that stood when it was accepted', () => {
    const grants = [grant(10, STARTED_AT), grant(20, ENDS_AT + 5 * MINUTE), grant(60, ENDS_AT + 25 * MINUTE)];
    const ended = seenAt(running, ENDS_AT + 60 * MINUTE, clockOf(grants));
    expect(ended).toMatchObject({ status: 'submitted', completedAt: ENDS_AT + 20 * MINUTE });
  });

  it('a later due date gives back what an earlier one had cut', () => {
    const cut = lastOf(anAttemptIn('created'), { name: 'start', payload: {} }, STARTED_AT, {
      ...someFacts({ clock: { dueAt: STARTED_AT + 60 * MINUTE } }),
    });
    expect(cut.allowedSeconds).toBe(60 * 60);
    const longer = seenAt(cut, STARTED_AT + 60 * MINUTE + 1, clockOf([], STARTED_AT + 75 * MINUTE));
    expect(longer).toMatchObject({ status: 'started', allowedSeconds: 75 * 60 });
    const whole = seenAt(cut, STARTED_AT + 60 * MINUTE + 1, clockOf([], STARTED_AT + 300 * MINUTE));
    expect(whole.allowedSeconds).toBe(90 * 60);
  });

  it('a due date that was moved counts as it stood at the end, not as it is when somebody looks', () => {
    const cut = lastOf(anAttemptIn('created'), { name: 'start', payload: {} }, STARTED_AT, {
      ...someFacts({ clock: { dueAt: STARTED_AT + 60 * MINUTE } }),
    });
    const [first, second] = [STARTED_AT + 60 * MINUTE, STARTED_AT + 75 * MINUTE];
    const movedAt = (at: number) => ({
      dueAt: second,
      dueDates: [
        { dueAt: first, at: STARTED_AT - MINUTE },
        { dueAt: second, at },
      ],
    });
    const before = seenAt(cut, first + 5 * MINUTE, movedAt(first));
    expect(before).toMatchObject({ status: 'started', allowedSeconds: 75 * 60 });
    const after = seenAt(cut, first + 5 * MINUTE, movedAt(first + 1));
    expect(after).toMatchObject({ status: 'submitted', completedAt: first });
    const nobodyKnows = seenAt(cut, first + 5 * MINUTE, { dueAt: second });
    expect(nobodyKnows).toMatchObject({ status: 'started' });
  });

  it('is the same in whatever order grants are delivered, and whenever somebody looks', () => {
    const accepted = fc.array(fc.record({ additionalMins: fc.nat(60), at: fc.integer({ min: 0, max: 180 }) }), {
      maxLength: 4,
    });
    const looks = fc.array(fc.nat(240), { maxLength: 4 });
    fc.assert(
      fc.property(accepted, looks, (list, minutes) => {
        const grants = list
          .map(({ additionalMins, at }) => grant(additionalMins, STARTED_AT + at * MINUTE))
          .toSorted((one, other) => one.at - other.at);
        const late = seenAt(running, STARTED_AT + 400 * MINUTE, clockOf(grants));
        let watched: AttemptState = running;
        for (const minute of minutes.toSorted((one, other) => one - other)) {
          const now = STARTED_AT + minute * MINUTE;
          const known = grants.filter(({ at }) => at <= now);
          const last = step(watched, EXPIRE, now, someFacts({ clock: clockOf(known) })).at(-1)?.outcome;
          if (last && last.outcome !== 'refused') watched = last.state;
        }
        const end = seenAt(watched, STARTED_AT + 400 * MINUTE, clockOf(grants));
        expect([end.status, end.completedAt]).toEqual(['submitted', late.completedAt]);
      }),
    );
  });
});

describe('at a resume', () => {
  const AT = STARTED_AT + 60 * MINUTE;

  /** Minutes of the follow-up's clock when ten minutes are granted at `grantedAt`, and it starts at `startAt`. */
  function minutesAfter(grantedAt: number, startAt: number): number | null {
    const grants = [grant(10, grantedAt)];
    const knownAt = (now: number) => clockOf(grants.filter(({ at }) => at <= now));
    const erred = lastOf(anAttemptIn('started'), { name: 'error', payload: {} }, AT, someFacts({ clock: knownAt(AT) }));
    const latest = { ...erred, readyToResume: true };
    const created = AT + 20 * MINUTE;
    const facts = {
      exam: PROCTORED,
      clock: { timeLimitMins: 90, additionalMins: 0, dueAt: null, ...knownAt(created) },
    };
    const planned = planCreation(
      { ...facts, latest, courseEndAt: null, mayTakeProctored: true },
      { takingAsProctored: true, resetting: false },
      created,
    );
    if ('refusal' in planned) throw new Error(planned.refusal);
    const { carriedSeconds, rest = null } = planned.plan;
    const next = anAttemptIn('created', { timeRemainingSeconds: carriedSeconds, rest });
    const started = lastOf(next, { name: 'start', payload: {} }, startAt, someFacts({ clock: knownAt(startAt) }));
    return started.allowedTimeLimitMins;
  }

  it.each([
    ['while the exam ran', STARTED_AT],
    ['after the error', AT + MINUTE],
    ['between the follow-up and its start', AT + 25 * MINUTE],
  ])('ten minutes granted %s count once', (_, grantedAt) => {
    expect(minutesAfter(grantedAt, AT + 30 * MINUTE)).toBe(40);
  });
});
