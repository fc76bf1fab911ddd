import type { Random } from './random.ts';
import {
  DELIVERIES,
  EXAMS,
  type Delivery,
  type ExamName,
  type ReviewResult,
  type Sitting,
  type StaffAct,
  type Step,
  type Wish,
} from './types.ts';
import type { Profile } from './profiles.ts';

const learner = (what: 'start' | 'stop' | 'submit' | 'error' | 'ping' | 'reset_attempt'): Wish => ({
  by: 'learner',
  what,
});
const act = (wish: StaffAct): Wish => ({ by: 'staff', what: 'act', ...wish });
const undo: Wish = { by: 'staff', what: 'undo' };

export function pickDelivery(random: Random): Delivery {
  return random.pick<Delivery>(DELIVERIES);
}

/** An act that can be taken back, and in half of the cases is. */
const perhapsUndone = (random: Random, wish: Wish): Wish[] => (random.chance(0.5) ? [wish, undo] : [wish]);

/** What happens while the clock runs. */
function whileItRuns(random: Random, exam: ExamName): Wish[] {
  const choices: (() => Wish[])[] = [
    () => [learner('ping'), learner('ping')],
    () => [learner('stop'), learner('start')],
    () => perhapsUndone(random, act({ act: 'extra-time', minutes: random.between(1, 3) })),
    () => [act({ act: 'pause' }), act({ act: 'unpause' })],
    () => [act({ act: 'submit' }), undo],
  ];
  if (exam === 'long' || exam === 'proctored') {
    choices.push(
      () => [act({ act: 'correct-end', endsInMs: random.between(600, 3_600) * 1_000 })],
      () => [{ by: 'staff', what: 'allowance', minutes: random.between(5, 20) }],
    );
  }
  return (choices[random.below(choices.length)] ?? (() => []))();
}

/** How a running exam ends, if anybody ends it before its time is up. */
function atTheEnd(random: Random, exam: ExamName): Wish[] {
  const endsByItself = exam === 'due' || exam === 'minute' || exam === 'proctored-minute';
  if (endsByItself && random.chance(0.7)) return [];
  return random.pick<() => Wish[]>([
    () => [learner('submit'), learner('submit')],
    () => [learner('stop'), learner('submit')],
    () => perhapsUndone(random, act({ act: 'submit' })),
    () => perhapsUndone(random, act({ act: 'reset' })),
    () => [learner('submit'), ...perhapsUndone(random, act({ act: 'set-status', status: 'verified' }))],
    () => [learner('submit'), ...perhapsUndone(random, act({ act: 'set-status', status: 'rejected' }))],
    () => [],
  ])();
}

const begin = (random: Random, proctored: boolean): Wish[] => {
  const startsClock = !proctored && random.chance(0.5);
  const creation: Wish = { by: 'learner', what: 'create', startsClock };
  if (proctored) return [creation, { by: 'vendor', what: 'ready' }, learner('start')];
  return startsClock ? [creation] : [creation, learner('start')];
};

/** Each review is posted twice, and they come in any order. */
function reviews(random: Random): Wish[] {
  const results: ReviewResult[] = random.chance(0.5) ? ['passed'] : ['suspicious', 'passed', 'violation'];
  return results.flatMap((result) => [
    { by: 'vendor', what: 'review', result },
    { by: 'vendor', what: 'review', result },
  ]);
}

/** The proctoring is lost, staff let the learner go on, and they do. */
const lossAndResume = (random: Random): Wish[] => [
  learner('error'),
  act({ act: 'mark-ready-to-resume' }),
  ...begin(random, true),
];

function storyOf(random: Random, exam: ExamName): Wish[] {
  const { proctored, practice } = EXAMS[exam];
  const middle = Array.from({ length: random.between(1, 3) }, () => whileItRuns(random, exam)).flat();
  if (!proctored) return [...begin(random, false), ...middle, ...atTheEnd(random, exam)];
  if (practice) {
    const again = random.chance(0.5) ? [learner('reset_attempt'), { by: 'vendor', what: 'ready' } as const] : [];
    return [...begin(random, true), learner('ping'), learner('submit'), ...again];
  }
  const loss = exam === 'proctored' && random.chance(0.3) ? lossAndResume(random) : [];
  const end = random.chance(0.6) ? [learner('submit'), ...reviews(random)] : atTheEnd(random, exam);
  return [...begin(random, true), ...(loss.length > 0 ? loss : middle), ...end];
}

const mayOvertake = (wish: Wish, before: Wish | undefined) =>
  (wish.what === 'review' && before?.what === 'review') || (wish.what === 'submit' && before?.what === 'submit');

/** One learner's sitting. */
export function planSitting(random: Random, { exams, spanMs, pauseMs }: Profile, learnerNumber: number): Sitting {
  const exam = random.pick(exams);
  const story = storyOf(random, exam);
  const steps = story.map((wish, index): Step => ({
    wish,
    afterMs: index === 0 ? 0 : random.between(100, pauseMs),
    delivery: pickDelivery(random),
    isBeside: mayOvertake(wish, story[index - 1]) && random.chance(0.7),
  }));
  return { learner: learnerNumber, exam, beginsMs: random.below(spanMs), steps };
}
