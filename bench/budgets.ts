import type { Overhead } from './overhead.ts';
import type { PollCost, PollCosts } from './polls/poll-floor.ts';
import { POLLS, sumOf, type Cost, type Step } from './whole-attempt.ts';

/** A figure and its upper limit (docs/benchmarks.md). */
export interface Budget {
  work: string;
  figure: number;
  atMost: number;
  /** How it is written: a share in percent, everything else as a number. */
  unit?: '%';
}

/** Steps that change the state of an attempt once, on a request. */
const STATE_CHANGES = [
  'stop',
  'submit',
  'click_download_software',
  'ready, by the vendor',
  'start',
  'review, by the vendor',
];

function costOf(steps: readonly Step[], name: string): Cost {
  const step = steps.find((each) => each.name === name);
  if (!step) throw new Error(`There is no step ${name}.`);
  return step.cost;
}

function worst(steps: readonly Step[], names: readonly string[], figure: keyof Cost): number {
  return Math.max(...steps.filter(({ name }) => names.includes(name)).map(({ cost }) => cost[figure]));
}

/** What a change may cost at most: statements of the worker, workflow tasks, local activities and others. */
type Limits = readonly [step: string, statements: number, tasks: number, local: number, activities: number];

/** Nothing slow follows from them, so that each is done in one workflow task. */
const TIMED_CHANGES: readonly Limits[] = [
  ['create and start, first poll', 3, 1, 2, 0],
  ['stop', 2, 1, 1, 0],
  ['submit', 3, 1, 1, 0],
];

/** The vendor and the mail server take what they are told at once, in the task of the change. */
const PROCTORED_CHANGES: readonly Limits[] = [
  ['create and register, first poll', 5, 1, 3, 0],
  ['click_download_software', 3, 1, 1, 0],
  ['ready, by the vendor', 2, 1, 1, 0],
  ['start', 4, 1, 2, 0],
  ['stop', 2, 1, 1, 0],
  ['submit', 5, 1, 3, 0],
  ['review, by the vendor', 4, 1, 2, 0],
];

function changeBudgets(exam: string, steps: readonly Step[], changes: readonly Limits[]): Budget[] {
  return changes.flatMap(([step, statements, tasks, local, activities]) => {
    const cost = costOf(steps, step);
    const work = `${exam}, ${step.replace(', first poll', '')}`;
    return [
      { work: `${work}: statements of the worker`, figure: cost.workerStatements, atMost: statements },
      { work: `${work}: workflow tasks`, figure: cost.workflowTasks, atMost: tasks },
      { work: `${work}: local activities`, figure: cost.localActivities, atMost: local },
      { work: `${work}: other activities`, figure: cost.activities, atMost: activities },
    ];
  });
}

/** The budgets that are counted on whole attempts. */
export function attemptBudgets(timed: readonly Step[], proctored: readonly Step[]): Budget[] {
  const all = [...timed, ...proctored];
  const polls = [`${POLLS} polls`];
  const pings = costOf(proctored, `${POLLS} pings`);
  const whole = sumOf(proctored);
  return [
    { work: 'state change: Temporal calls', figure: worst(all, STATE_CHANGES, 'temporalCalls'), atMost: 1 },
    { work: 'state change: changes', figure: worst(all, STATE_CHANGES, 'projections'), atMost: 1 },
    ...changeBudgets('timed', timed, TIMED_CHANGES),
    ...changeBudgets('proctored', proctored, PROCTORED_CHANGES),
    { work: 'poll: statements', figure: worst(all, polls, 'statements') / POLLS, atMost: 1 },
    { work: 'poll: Temporal calls', figure: worst(all, polls, 'temporalCalls'), atMost: 0 },
    { work: 'ping: workflow tasks', figure: pings.workflowTasks, atMost: 0 },
    { work: 'ping: history events', figure: pings.historyEvents, atMost: 0 },
    { work: 'ping: statements that note it', figure: pings.heartbeatNotes / POLLS, atMost: 1 },
    { work: 'whole proctored attempt: history events', figure: whole.historyEvents, atMost: 60 },
    { work: 'whole proctored attempt: workflow tasks', figure: whole.workflowTasks, atMost: 7 },
  ];
}

export function overheadBudgets({ changes: { overHttp, direct } }: Overhead): Budget[] {
  const over = (a: number, b: number) => (a / b - 1) * 100;
  const latency = over(overHttp.medianLatency, direct.medianLatency);
  return [{ work: "API over the client's own update, state change: latency", figure: latency, atMost: 15, unit: '%' }];
}

/** Of polls that come together; the figure for one at a time is printed beside it. */
export function pollBudgets({ ours: [ours], bare: [bare] }: PollCosts): Budget[] {
  const cpu = (cost: PollCost | undefined) => (cost ? cost.server + cost.postgres : Number.NaN);
  const figure = (cpu(ours) / cpu(bare) - 1) * 100;
  return [{ work: 'poll over bare Fastify and pg: processor time', figure, atMost: 25, unit: '%' }];
}

export const isKept = ({ figure, atMost }: Budget): boolean => figure <= atMost;
