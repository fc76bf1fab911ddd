import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { until } from '../../../dev/until.ts';
import * as told from './expected.ts';
import { KNOWN_COURSE } from './outside.ts';
import { effectRecord, lmsKeysOf } from './records.ts';
import { addExamOf, addLearner, begin, follow, tell, type Attempt, type Move } from './scenario.ts';
import { openEffectsStand, type EffectsStand } from './stand.ts';
import { createStandstill, type Standstill } from './standstill.ts';

/** What the worker was doing for effects of an attempt when it was killed, and what comes of it. */
interface Window {
  name: string;
  /** Brings the attempt there. */
  enter: (attempt: Attempt) => Promise<void>;
  /** Names of the effects that are there. */
  effects: string[];
  /** Outcomes of their tries in the end. */
  log: string[];
  /** How often they reach their target. */
  arrivals: number;
  courseId?: string;
  /** Its change sends no email. */
  isSilent?: true;
}

const HAND_IN = ['send-mail', 'complete-unit'];

let stand: EffectsStand;
let standstill: Standstill;
const attempts = new Map<string, Attempt>();
const unanswered: Promise<void>[] = [];

const keyOf = ({ code }: Attempt, effect: string) => `${code}/3/${effect}`;

async function behave(mode: 'none' | 'hold' | 'hold-taken'): Promise<void> {
  await Promise.all([stand.outside.mail.behave({ mode }), stand.outside.lms.behave({ mode, applies_to: 'events' })]);
}

async function handInHeld(attempt: Attempt, mode: 'hold' | 'hold-taken'): Promise<void> {
  await behave(mode);
  await tell(stand, attempt, ['submit']);
  await stand.outside.mail.holding(attempt.learner.email);
  await stand.outside.lms.holding(keyOf(attempt, 'complete-unit'));
  await behave('none');
}

const REJECTION: Move = ['set-status', { status: 'rejected', actor: { kind: 'staff' } }];

/** In the order in which they are entered: the worker does not stand still for long at the last ones. */
const WINDOWS: Window[] = [
  {
    name: 'was about to record a change with the beginning of its effects',
    async enter(attempt) {
      await standstill.at(keyOf(attempt, 'send-mail'), 'INSERT');
      unanswered.push(tell(stand, attempt, ['submit']));
      await standstill.standing(1);
    },
    effects: HAND_IN,
    log: ['done'],
    arrivals: 1,
  },
  {
    name: 'had taken up an effect that waited for another, and noted nothing yet',
    async enter(attempt) {
      await standstill.at(keyOf(attempt, 'invalidate-certificate'), 'INSERT');
      await tell(stand, attempt, REJECTION);
      await standstill.standing(2);
    },
    effects: ['invalidate-certificate'],
    log: ['done'],
    arrivals: 1,
  },
  {
    name: 'waited for the target, which had not taken it',
    enter: (attempt) => handInHeld(attempt, 'hold'),
    effects: HAND_IN,
    log: ['unknown', 'done'],
    arrivals: 1,
  },
  {
    name: 'waited for the target, which had taken it',
    enter: (attempt) => handInHeld(attempt, 'hold-taken'),
    effects: HAND_IN,
    log: ['unknown', 'done'],
    arrivals: 2,
  },
  {
    name: 'had heard that it was taken and was about to note that',
    async enter(attempt) {
      for (const effect of HAND_IN) await standstill.at(keyOf(attempt, effect), 'UPDATE');
      await tell(stand, attempt, ['submit']);
      await standstill.standing(4);
    },
    effects: HAND_IN,
    log: ['unknown', 'done'],
    arrivals: 2,
  },
  {
    name: 'announced a change of status that its caller still waits for',
    async enter(attempt) {
      await stand.outside.lms.behave({ mode: 'hold-taken', applies_to: 'events' });
      unanswered.push(tell(stand, attempt, ['stop']));
      await stand.outside.lms.holding(keyOf(attempt, 'track.attempt.ready_to_submit'));
      await stand.outside.lms.behave({});
    },
    effects: ['track.attempt.ready_to_submit'],
    log: ['unknown', 'done'],
    arrivals: 2,
    isSilent: true,
  },
  {
    name: 'had noted the outcome and not told Temporal',
    enter: (attempt) => handInHeld(attempt, 'hold-taken'),
    effects: HAND_IN,
    log: ['done'],
    arrivals: 1,
  },
  {
    name: 'had noted the beginning and not called the target',
    courseId: KNOWN_COURSE,
    async enter(attempt) {
      await stand.outside.lms.behave({ mode: 'hold', applies_to: 'lookups' });
      await tell(stand, attempt, REJECTION);
      await stand.outside.lms.holding('Known');
      const begun = async (effect: string) => (await effectRecord(stand.pool, keyOf(attempt, effect))).tries === 1;
      await until(async () => (await begun('override-grade')) && (await begun('send-mail')), 'the tries', {
        everyMs: 20,
      });
    },
    effects: ['send-mail', 'override-grade'],
    log: ['unknown', 'done'],
    arrivals: 1,
  },
];

const NOTED = 'had noted the outcome and not told Temporal';

async function running(courseId?: string): Promise<Attempt> {
  const [exam, learner] = [await addExamOf(stand, 'proctored', { courseId }), await addLearner(stand)];
  const attempt = await begin(stand, exam, learner);
  await tell(stand, attempt, ['start']);
  await stand.settled(attempt.code);
  return attempt;
}

function attemptIn({ name }: Pick<Window, 'name'>): Attempt {
  const attempt = attempts.get(name);
  if (!attempt) throw new Error(`No attempt is in the window "${name}"`);
  return attempt;
}

/** Lets the outcomes of one attempt be noted while nothing gets through to Temporal. */
async function noteUnheard(attempt: Attempt): Promise<void> {
  stand.proxy.freeze();
  await stand.outside.mail.release(attempt.learner.email);
  await stand.outside.lms.release(attempt.code);
  const isNoted = async (effect: string) => (await effectRecord(stand.pool, keyOf(attempt, effect))).outcome === 'done';
  await until(async () => (await Promise.all(HAND_IN.map(isNoted))).every(Boolean), 'the note', { everyMs: 20 });
}

beforeAll(async () => {
  stand = await openEffectsStand();
  standstill = await createStandstill(stand.pool);
  for (const { name, courseId } of WINDOWS) attempts.set(name, await running(courseId));
  for (const window of WINDOWS) await window.enter(attemptIn(window));
  await noteUnheard(attemptIn({ name: NOTED }));

  await stand.worker.kill();
  stand.proxy.thaw();
  await standstill.end();
  await behave('none');
  await Promise.all([stand.outside.mail.release(), stand.outside.lms.release()]);
  await stand.worker.start();
  await Promise.all(unanswered);
  await stand.settled(...[...attempts.values()].map(({ code }) => code));
});
afterAll(() => stand.close());

/** How often an effect has reached its target, under its key. */
async function arrivalsOf(attempt: Attempt, effect: string): Promise<number> {
  if (effect !== 'send-mail') {
    const delivery = (await stand.outside.lms.about(attempt.code)).find(
      ({ event }) => event.id === keyOf(attempt, effect),
    );
    return delivery ? delivery.repeats + 1 : 0;
  }
  const mails = await stand.outside.mail.to(attempt.learner.email);
  const { messageId } = told.mail('submitted', { ...attempt, version: 3 });
  return mails.filter((mail) => mail.messageId === messageId).length;
}

describe('an effect whose worker was killed when it', () => {
  const cases = WINDOWS.flatMap((window) => window.effects.map((effect) => ({ ...window, effect })));

  it.each(cases)('$name ($effect) is not lost, and the record says what may have come twice', async (window) => {
    const attempt = attemptIn(window);
    const { effect, log, arrivals } = window;
    const record = await effectRecord(stand.pool, keyOf(attempt, effect));
    expect(record).toEqual({ outcome: 'done', tries: log.length, error: null, log });
    expect(await arrivalsOf(attempt, effect)).toBe(arrivals);
  });

  it.each(WINDOWS)('$name leaves one key per cause, and nothing comes twice without a record of it', async (window) => {
    const attempt = attemptIn(window);
    const { events, mails } = await follow(stand, attempt.code, attempt.learner)();
    const ids = events.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toEqual(await lmsKeysOf(stand.pool, attempt.code));
    expect(new Set(mails.map(({ messageId }) => messageId)).size).toBe(window.isSilent ? 0 : 1);
    const repeated = (await stand.outside.lms.about(attempt.code)).filter(({ repeats }) => repeats > 0);
    const intended = window.arrivals > 1 ? window.effects.map((effect) => keyOf(attempt, effect)) : [];
    // Whatever else was on its way to the LMS at that instant may repeat too, and then the record says so.
    for (const { event } of repeated.filter(({ event: { id } }) => !intended.includes(id))) {
      expect((await effectRecord(stand.pool, event.id)).log).toContain('unknown');
    }
  });
});
