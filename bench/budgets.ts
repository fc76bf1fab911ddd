import type { ListCosts } from './attempt-list.ts';
import type { Overhead } from './overhead.ts';
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

/** The budgets that are counted on whole attempts. */
export function attemptBudgets(timed: readonly Step[], proctored: readonly Step[]): Budget[] {
  const all = [...timed, ...proctored];
  const polls = [`${POLLS} polls`];
  const pings = costOf(proctored, `${POLLS} pings`);
  const whole = sumOf(proctored);
  return [
    { work: 'state change: Temporal calls', figure: worst(all, STATE_CHANGES, 'temporalCalls'), atMost: 1 },
    { work: 'state change: changes', figure: worst(all, STATE_CHANGES, 'projections'), atMost: 1 },
    {
      work: 'timed, create and start: statements of the worker',
      figure: costOf(timed, 'create and start, first poll').workerStatements,
      atMost: 13,
    },
    { work: 'timed, stop: statements of the worker', figure: costOf(timed, 'stop').workerStatements, atMost: 5 },
    { work: 'timed, submit: statements of the worker', figure: costOf(timed, 'submit').workerStatements, atMost: 12 },
    { work: 'poll: statements', figure: worst(all, polls, 'statements') / POLLS, atMost: 1 },
    { work: 'poll: Temporal calls', figure: worst(all, polls, 'temporalCalls'), atMost: 0 },
    { work: 'ping: workflow tasks', figure: pings.workflowTasks, atMost: 0 },
    { work: 'ping: history events', figure: pings.historyEvents, atMost: 0 },
    { work: 'ping: statements that note it', figure: pings.heartbeatNotes / POLLS, atMost: 1 },
    { work: 'whole proctored attempt: history events', figure: whole.historyEvents, atMost: 120 },
    { work: 'whole proctored attempt: workflow tasks', figure: whole.workflowTasks, atMost: 30 },
  ];
}

/**
 * Growth that is none: an index that is one level higher takes one buffer more for each look, which is half as many
 * again, and pages are filled more or less. What grows with the table grows tenfold and more here.
 */
const CHANCE = 2;

/** Buffers are compared with a course that is large enough for Postgres to use the same indexes. */
export function listBudgets({ few, some, many }: ListCosts): Budget[] {
  const work = `list of 25 of ${many.attempts}`;
  return [
    { work: `${work}: rows read`, figure: many.rowsRead, atMost: Math.round(few.rowsRead * CHANCE) },
    { work: `${work}: buffers`, figure: many.buffers, atMost: Math.round(some.buffers * CHANCE) },
    { work: `${work}: tables scanned in full`, figure: many.wholeTables.length, atMost: 0 },
  ];
}

export function overheadBudgets({ overHttp, direct }: Overhead): Budget[] {
  const over = (a: number, b: number) => (a / b - 1) * 100;
  const latency = over(overHttp.medianLatency, direct.medianLatency);
  return [{ work: 'API over the bare client, state change: latency', figure: latency, atMost: 15, unit: '%' }];
}

export const isKept = ({ figure, atMost }: Budget): boolean => figure <= atMost;
