import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as told from './expected.ts';
import { effectRecord, onlyAttempt } from './records.ts';
import { addExamOf, addLearner, begin, follow, tell, type Attempt, type Exam } from './scenario.ts';
import { openEffectsStand, type EffectsStand } from './stand.ts';
import { createStandstill } from './standstill.ts';

/** A decline, with another exam of the course that is running and one that was not begun. */
interface Cascade {
  declined: Attempt;
  running: Attempt;
  untouched: Exam;
}

let stand: EffectsStand;
let handedIn: Attempt;
const cascades = new Map<string, Cascade>();
/** What the vendor heard from the hand-in on: method, path and body. */
let heard: string[];

const WINDOWS = [
  { name: 'had taken it up and done nothing yet', write: 'INSERT', log: ['done'] },
  { name: 'had done all of it and was about to note that', write: 'UPDATE', log: ['unknown', 'done'] },
] as const;

const cascadeKey = ({ declined }: Cascade) => `${declined.code}/2/decline-siblings`;
const stopKey = ({ code }: Attempt) => `${code}/3/stop-at-vendor`;

async function course(): Promise<Cascade> {
  const [on, learner] = [await addExamOf(stand, 'proctored'), await addLearner(stand)];
  const inCourse = { courseId: on.course };
  const untouched = await addExamOf(stand, 'proctored', inCourse);
  const running = await begin(stand, await addExamOf(stand, 'proctored', inCourse), learner);
  await tell(stand, running, ['start']);
  return { declined: await begin(stand, on, learner), running, untouched };
}

function cascadeIn(name: string): Cascade {
  const cascade = cascades.get(name);
  if (!cascade) throw new Error(`Nothing was declined in the window "${name}"`);
  return cascade;
}

beforeAll(async () => {
  stand = await openEffectsStand();
  const standstill = await createStandstill(stand.pool);
  handedIn = await begin(stand, await addExamOf(stand, 'proctored'), await addLearner(stand));
  await tell(stand, handedIn, ['start']);
  for (const { name } of WINDOWS) cascades.set(name, await course());
  const all = [handedIn, ...[...cascades.values()].flatMap(({ declined, running }) => [declined, running])];
  await stand.settled(...all.map(({ code }) => code));
  stand.outside.vendor.take();

  await standstill.at(stopKey(handedIn), 'UPDATE');
  for (const { name, write } of WINDOWS) await standstill.at(cascadeKey(cascadeIn(name)), write);
  // Together, because a statement that stands still for long is ended.
  const declines = WINDOWS.map(({ name }) => tell(stand, cascadeIn(name).declined, ['decline']));
  await Promise.all([tell(stand, handedIn, ['submit']), ...declines]);
  await standstill.standing(1 + WINDOWS.length);
  await stand.worker.kill();
  await standstill.end();
  await stand.worker.start();
  await stand.settled(...all.map(({ code }) => code));
  heard = stand.outside.vendor.take().map(({ method, path, body }) => `${method} ${path} ${body}`);
});
afterAll(() => stand.close());

describe('a decline whose worker was killed when it', () => {
  it.each(WINDOWS)('$name takes the other exams of the course with it, each once', async ({ name, log }) => {
    const cascade = cascadeIn(name);
    const { declined, running, untouched } = cascade;
    const { learner } = declined;
    expect(await effectRecord(stand.pool, cascadeKey(cascade))).toMatchObject({ outcome: 'done', log });

    const ofRunning = (await follow(stand, running.code, learner)()).events.slice(-told.declined.length);
    expect(ofRunning).toEqual(told.declined.map((event) => event({ ...running, version: 3 })));
    const made = { ...(await onlyAttempt(stand.pool, untouched.id, learner.id)), exam: untouched, learner };
    expect((await follow(stand, made.code, learner)()).events).toEqual(
      [...told.begins(), ...told.later(1, told.declined)].map((event) =>
        event({ ...made, version: 1, isProctored: false }),
      ),
    );
  });
});

describe('a vendor whose answer was heard by a worker that was killed before it noted that', () => {
  it('is told again, and the record says that it may have heard it twice', async () => {
    const record = await effectRecord(stand.pool, stopKey(handedIn));
    expect(record).toMatchObject({ outcome: 'done', log: ['unknown', 'done'] });
    const ofDeclined = cascades.size;
    expect(heard.filter((request) => request === told.vendorHears('submitted'))).toHaveLength(2 + ofDeclined);
  });
});
