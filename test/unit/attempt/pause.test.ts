import { describe, expect, it } from 'vitest';
import { readClock } from '../../../rules/attempt/clock.ts';
import { deadlineOf } from '../../../rules/attempt/deadline.ts';
import type { AttemptEvent } from '../../../rules/attempt/events.ts';
import type { AttemptState } from '../../../rules/attempt/state.ts';
import { step, transition } from '../../../rules/attempt/transition.ts';
import { viewOf } from '../../../rules/views/exam-view.ts';
import { offersOf } from '../../../rules/views/view-offers.ts';
import { anAttemptIn, ENDS_AT, HOUR, MINUTE, someFacts, STARTED_AT } from '../../support/attempt-builders.ts';
import { lastOf } from '../../support/attempt-history.ts';
import { viewed, viewFacts } from '../../support/view-builders.ts';

const PAUSED_AT = STARTED_AT + 30 * MINUTE;
const LATER = PAUSED_AT + 10 * MINUTE;
const FACTS = someFacts();
const plain = <N extends string>(name: N) => ({ name, payload: {} });
const paused = (fields: Partial<AttemptState> = {}) =>
  lastOf(anAttemptIn('started', fields), plain('pause'), PAUSED_AT, FACTS);

describe('a paused attempt', () => {
  it('stays in its status and tells nobody outside', () => {
    expect(paused()).toMatchObject({ status: 'started', pausedAt: PAUSED_AT, version: 2 });
    const outcome = transition(anAttemptIn('started'), plain('pause'), PAUSED_AT, FACTS);
    expect(outcome).toMatchObject({ outcome: 'changed', effects: [] });
  });

  it('does not end with its time, and waits only for the longest pause', () => {
    expect(deadlineOf(paused())).toEqual({
      at: PAUSED_AT + 24 * HOUR,
      kind: 'pause',
      summary: 'paused for too long',
    });
    expect(lastOf(paused(), plain('expire'), ENDS_AT + HOUR, FACTS)).toEqual(paused());
  });

  it('is not lost while its learner’s page is silent, and after the pause has the whole window again', () => {
    const silent = { name: 'heartbeat-lost', payload: { lastPingAt: STARTED_AT } } as const;
    expect(lastOf(paused(), silent, LATER, FACTS)).toEqual(paused());
    const goesOn = lastOf(paused(), plain('unpause'), LATER, FACTS);
    expect(goesOn).toMatchObject({ pausedAt: null, pausedMs: 10 * MINUTE, unpausedAt: LATER, lastPingAt: LATER });
    expect(lastOf(goesOn, silent, LATER + MINUTE, FACTS)).toEqual(goesOn);
    const lost = { name: 'heartbeat-lost', payload: { lastPingAt: LATER + MINUTE } } as const;
    const erred = lastOf(goesOn, lost, LATER + 5 * MINUTE, FACTS);
    expect(erred).toMatchObject({ status: 'error', timeRemainingSeconds: 59 * 60 });
  });

  it.each<[AttemptEvent, Partial<AttemptState>]>([
    [plain('submit'), { status: 'submitted', completedAt: LATER }],
    [plain('decline'), { status: 'declined' }],
    [plain('error'), { status: 'error', isResumable: true, timeRemainingSeconds: 60 * 60 }],
    [
      { name: 'set-status', payload: { status: 'verified' } },
      { status: 'verified', pausedAt: PAUSED_AT },
    ],
    [plain('delete'), { deletedAt: LATER }],
  ])('that ends by $name keeps its seconds to the end', (event, fields) => {
    const ended = lastOf(paused(), event, LATER, FACTS);
    expect(ended).toMatchObject(
      'pausedAt' in fields ? fields : { pausedAt: null, pauseEndsAt: null, pausedMs: 10 * MINUTE, ...fields },
    );
    expect(readClock(ended, LATER)).toBe(60 * 60);
  });

  it.each([
    ['before the end that such a page knows', ENDS_AT - 1, 'submitted'],
    ['at it', ENDS_AT, 'started'],
    ['while the pause goes on', ENDS_AT + 10 * HOUR, 'started'],
  ])('is not handed in by a page that slept and missed the pause: %s', (_, at, status) => {
    const submit = { name: 'submit', payload: { actor: { kind: 'learner' as const } } } as const;
    expect(transition(paused(), submit, at, FACTS)).toMatchObject(
      status === 'started'
        ? { outcome: 'refused', refusal: 'pause_missed' }
        : { outcome: 'changed', state: { status } },
    );
    const goesOn = lastOf(paused(), plain('unpause'), LATER, FACTS);
    expect(lastOf(goesOn, submit, ENDS_AT + 9 * MINUTE, FACTS)).toEqual(goesOn);
  });

  it.each([
    ['staff', { name: 'submit', payload: { actor: { kind: 'staff' } } }, 'started'],
    [
      'a learner who has ended the exam',
      { name: 'submit', payload: { actor: { kind: 'learner' } } },
      'ready_to_submit',
    ],
  ] as const)('is handed in by %s at any time', (_, submit, status) => {
    const held = lastOf(anAttemptIn(status), plain('pause'), PAUSED_AT, FACTS);
    expect(lastOf(held, submit, ENDS_AT + HOUR, FACTS)).toMatchObject({ status: 'submitted' });
  });

  it('gets extra time like any other', () => {
    const longer = lastOf(paused(), { name: 'extra-time', payload: { additionalMins: 15 } }, LATER, FACTS);
    expect(readClock(longer, LATER + HOUR)).toBe(75 * 60);
    expect(lastOf(longer, plain('unpause'), LATER, FACTS)).toMatchObject({ allowedSeconds: 105 * 60 });
  });

  it('that was cut at the due date still has its seconds after it, and shows its content', () => {
    const dueAt = STARTED_AT + 60 * MINUTE;
    const facts = someFacts({ clock: { dueAt } });
    const started = lastOf(anAttemptIn('ready_to_start'), plain('start'), STARTED_AT, facts);
    const held = lastOf(started, plain('pause'), PAUSED_AT, facts);
    const goesOn = lastOf(held, plain('unpause'), dueAt + HOUR, facts);
    const [during, after] = [dueAt + MINUTE, dueAt + HOUR + 29 * MINUTE];
    expect([readClock(held, during), readClock(goesOn, after)]).toEqual([30 * 60, 60]);
    for (const type of ['timed', 'proctored'] as const) {
      const seen = (attempt: AttemptState, now: number) => viewOf(viewFacts(type, { attempt, dates: { dueAt } }), now);
      expect([seen(held, during), seen(goesOn, after)]).toEqual([null, null]);
      expect(seen({ ...goesOn, status: 'started' }, after + 2 * MINUTE)).toBe(`${type}_exam/expired`);
    }
  });

  it('lets a learner who was asked to end go back into the exam', () => {
    const facts = viewFacts('timed', { attempt: viewed('ready_to_submit', paused({ status: 'ready_to_submit' })) });
    expect(offersOf('timed_exam/ready_to_submit', facts, false, ENDS_AT + HOUR).continueWorking).toBe(true);
  });
});

describe('a pause that nobody ends', () => {
  const OVER = PAUSED_AT + 24 * HOUR;

  it('turns into an error that keeps the seconds, and can be resumed', () => {
    const erred = lastOf(paused(), plain('pause-expire'), OVER, FACTS);
    expect(erred).toMatchObject({ status: 'error', isResumable: true, timeRemainingSeconds: 60 * 60, pausedAt: null });
    const marked = lastOf(erred, plain('mark-ready-to-resume'), OVER + HOUR, FACTS);
    expect(marked.status).toBe('ready_to_resume');
  });

  it('is over for whatever comes after its last instant, but not for what comes in it', () => {
    expect(lastOf(paused(), plain('unpause'), OVER, FACTS)).toMatchObject({ status: 'started', pausedAt: null });
    const late = step(paused(), plain('unpause'), OVER + 1, FACTS);
    expect(late.map(({ event, outcome }) => [event.name, outcome.outcome])).toEqual([
      ['pause-expire', 'changed'],
      ['unpause', 'refused'],
    ]);
    expect(step(paused(), plain('expire'), OVER + 1, FACTS).map(({ event }) => event.name)).toEqual(['pause-expire']);
  });

  it('is as long as the settings were when it began', () => {
    const shorter = someFacts({ settings: { pauseMaxHours: 2 } });
    const held = lastOf(anAttemptIn('started'), plain('pause'), PAUSED_AT, shorter);
    expect(deadlineOf(held)?.at).toBe(PAUSED_AT + 2 * HOUR);
  });
});
