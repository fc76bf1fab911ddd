import type { Budget } from './budgets.ts';
import { isKept } from './budgets.ts';
import type { ListCosts } from './attempt-list.ts';
import type { Overhead } from './overhead.ts';
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
  ['historyEvents', 'history events'],
];

export function attemptTable(steps: readonly Step[]): string {
  const rowOf = (name: string, cost: Cost) => [name, ...COLUMNS.map(([figure]) => cost[figure])];
  const rows = [...steps.map(({ name, cost }) => rowOf(name, cost)), rowOf('total', sumOf(steps))];
  return table(['step', ...COLUMNS.map(([, title]) => title)], rows);
}

export function listTable({ few, some, many, manyCounted }: ListCosts): string {
  const rows = [few, some, many, manyCounted].map((cost) => [
    `${cost.attempts}${cost === manyCounted ? ', counting its rows' : ''}`,
    cost.statements,
    cost.buffers,
    cost.rowsRead,
    cost.wholeTables.length,
  ]);
  return table(['attempts in the course', 'SQL', 'buffers', 'rows read', 'tables scanned in full'], rows);
}

export function overheadTable({ overHttp, direct }: Overhead): string {
  const ways = { 'HTTP PUT': overHttp, 'bare Temporal client': direct };
  const rows = Object.entries(ways).map(([name, { changes, medianLatency, cpu }]) => [
    name,
    changes,
    medianLatency.toFixed(2),
    cpu.toFixed(2),
  ]);
  return table(['state change by', 'changes', 'median ms', 'CPU ms'], rows);
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
