import type { Budget } from './budgets.ts';
import { isKept } from './budgets.ts';
import type { Way } from './meter.ts';
import type { Overhead } from './overhead.ts';
import type { PollCosts } from './polls/poll-floor.ts';
import { sumOf, type Cost, type Step } from './whole-attempt.ts';

type Row = readonly (string | number)[];

/** A Markdown table, so that it can be read in a terminal and kept in a document. */
export function table(head: Row, rows: readonly Row[]): string {
  const cells = [head, ...rows].map((row) => row.map(String));
  const widths = head.map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)));
  const lines = cells.map((row) => {
    const padded = row.map((cell, column) =>
      column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0),
    );
    return `| ${padded.join(' | ')} |`;
  });
  const rule = `| ${widths.map((width, column) => (column === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`)).join(' | ')} |`;
  return [lines[0], rule, ...lines.slice(1)].join('\n');
}

const COLUMNS: readonly [keyof Cost, string][] = [
  ['requests', 'requests'],
  ['temporalCalls', 'Temporal calls'],
  ['statements', 'SQL of the API'],
  ['heartbeatNotes', 'heartbeat notes'],
  ['workerStatements', 'SQL of the worker'],
  ['projections', 'changes'],
  ['workflowTasks', 'workflow tasks'],
  ['localActivities', 'local activities'],
  ['activities', 'activities'],
  ['historyEvents', 'history events'],
];

export function attemptTable(steps: readonly Step[]): string {
  const rowOf = (name: string, cost: Cost) => [name, ...COLUMNS.map(([figure]) => cost[figure])];
  const rows = [...steps.map(({ name, cost }) => rowOf(name, cost)), rowOf('total', sumOf(steps))];
  return table(['step', ...COLUMNS.map(([, title]) => title)], rows);
}

export function overheadTable({ changes, starts }: Overhead): string {
  const ways: [string, Way][] = [
    ['state change by HTTP PUT', changes.overHttp],
    ["the same change by the client's own update", changes.direct],
    ['an update of a workflow that does nothing', changes.bare],
    ['create and start by HTTP POST', starts.overHttp],
    ['a start, with an update, of a workflow that does nothing', starts.bare],
  ];
  const rows = ways.map(([name, { changes: times, medianLatency, cpu }]) => [
    name,
    times,
    medianLatency.toFixed(2),
    cpu.toFixed(2),
  ]);
  return table(['', 'times', 'median ms', 'CPU ms'], rows);
}

export function pollTable({ ours, bare }: PollCosts): string {
  const rows = [
    ...ours.map((cost) => ['the API', cost] as const),
    ...bare.map((cost) => ['bare Fastify and pg', cost] as const),
  ];
  return table(
    ['poll by', 'at a time', 'CPU ms, server', 'CPU ms, Postgres', 'together'],
    rows.map(([name, { callers, server, postgres }]) => [
      name,
      callers,
      server.toFixed(3),
      postgres.toFixed(3),
      (server + postgres).toFixed(3),
    ]),
  );
}

export function budgetTable(budgets: readonly Budget[]): string {
  const written = (figure: number, unit = '') =>
    `${Number.isInteger(figure) ? figure : figure.toFixed(2)}${unit && ` ${unit}`}`;
  const rows = budgets.map((budget) => [
    budget.work,
    written(budget.figure, budget.unit),
    written(budget.atMost, budget.unit),
    isKept(budget) ? 'kept' : 'BROKEN',
  ]);
  return table(['budget', 'measured', 'at most', ''], rows);
}
