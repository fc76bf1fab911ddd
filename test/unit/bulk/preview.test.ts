import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ACTS, BULK_ACTS, eventOf, isWithin, type ActWish } from '../../../rules/attempt/acts.ts';
import { STAFF_ROLES } from '../../../rules/attempt/events.ts';
import { previewBulk } from '../../../rules/bulk/preview.ts';
import { FOLLOW_UPS, OPEN_OUTCOMES, settle, TARGETS_PER_SECOND, undoMsOf } from '../../../rules/bulk/targets.ts';
import { anyAttempt } from '../../support/attempt-arbitraries.ts';
import { anAttemptIn, MINUTE, someFacts, STARTED_AT } from '../../support/attempt-builders.ts';
import { lastOf } from '../../support/attempt-history.ts';

const NOW = STARTED_AT + 20 * MINUTE;
const by = (wish: ActWish) => ({ wish, role: 'course_staff', now: NOW }) as const;
const numbered = (attemptId: number, state: ReturnType<typeof anAttemptIn>) => ({ ...state, attemptId });

describe('the preview of a bulk act', () => {
  const running = numbered(1, anAttemptIn('started'));
  const paused = numbered(2, lastOf(anAttemptIn('started'), { name: 'pause', payload: {} }, NOW, someFacts()));
  const waiting = numbered(3, anAttemptIn('created'));
  const ended = numbered(4, anAttemptIn('submitted'));

  it('says for whom it will be done, and for whom not and why', () => {
    expect(previewBulk([running, paused, waiting, ended], by({ act: 'pause' }))).toEqual({
      will: [1],
      willNot: [
        { id: 2, why: 'already_paused' },
        { id: 3, why: 'attempt_not_begun' },
        { id: 4, why: 'attempt_not_running' },
      ],
    });
    expect(previewBulk([running, paused, ended], by({ act: 'unpause' })).will).toEqual([2]);
    expect(previewBulk([running, ended], by({ act: 'submit' })).willNot).toEqual([{ id: 4, why: 'already_handed_in' }]);
  });

  it('knows how much extra time an invigilator has given each learner', () => {
    const given = lastOf(running, { name: 'incident-time', payload: { minutes: 10 } }, NOW, someFacts());
    const wish = { act: 'extra-time', minutes: 10 } as const;
    const preview = previewBulk([running, numbered(5, given)], { wish, role: 'invigilator', now: NOW });
    expect(preview).toEqual({ will: [1], willNot: [{ id: 5, why: 'extra_time_exceeded' }] });
  });

  it('puts every attempt on exactly one side, whatever it has been through', () => {
    const wishes = BULK_ACTS.map((act) => ({ act, minutes: 5, status: 'rejected' }) as ActWish);
    fc.assert(
      fc.property(fc.array(anyAttempt), fc.constantFrom(...wishes), (states, wish) => {
        const { will, willNot } = previewBulk(states, by(wish));
        expect(will.length + willNot.length).toBe(states.length);
      }),
    );
  });
});

describe('acts on many attempts', () => {
  it('are those that make sense for many, each for the roles of one', () => {
    expect(BULK_ACTS.filter((act) => act === 'correct-end' || act === 'reapply')).toEqual([]);
    for (const act of BULK_ACTS) expect(ACTS[act].roles.length).toBeGreaterThan(0);
    expect(eventOf({ act: 'error' }, 'course_staff', 'started')).toMatchObject({ payload: { status: 'error' } });
  });

  it('of a reviewer are results', () => {
    expect(isWithin('reviewer', { act: 'set-status', status: 'verified' })).toBe(true);
    expect(isWithin('reviewer', { act: 'set-status', status: 'declined' })).toBe(false);
    for (const role of STAFF_ROLES.filter((each) => each !== 'reviewer')) {
      expect(isWithin(role, { act: 'set-status', status: 'declined' })).toBe(true);
    }
  });
});

describe('the outcome of an attempt', () => {
  it('is settled once, and is open again when somebody asks for more', () => {
    expect(OPEN_OUTCOMES).toEqual(['pending', 'undoing']);
    expect(OPEN_OUTCOMES.flatMap((open) => [settle(open, true), settle(open, false)])).toEqual([
      'done',
      'failed',
      'undone',
      'not_undone',
    ]);
    for (const { to } of Object.values(FOLLOW_UPS)) expect(OPEN_OUTCOMES).toContain(to);
  });

  it('can be undone for the usual time after the last attempt had its turn', () => {
    expect(undoMsOf(1, 60)).toBe(61_000);
    expect(undoMsOf(100 * TARGETS_PER_SECOND, 60)).toBe(160_000);
    expect(undoMsOf(1, 0)).toBe(0);
  });
});
