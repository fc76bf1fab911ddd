// Writes docs/state-diagram.md from the transition table; with --check it only compares: npm run state-diagram
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { EVENT_NAMES, type EventName } from '../workflows/exam-attempt/rules/events.ts';
import { STATUSES, type Status } from '../workflows/exam-attempt/rules/statuses.ts';
import { TRANSITIONS, type Cell } from '../workflows/exam-attempt/rules/transition-table.ts';

/** File that holds the diagram. */
export const DIAGRAM_FILE = join(import.meta.dirname, '..', 'docs', 'state-diagram.md');

const INTRODUCTION = `# States of an attempt

The arrows are the moves that an event makes whatever its payload. A review moves an attempt from any status to \`verified\`,
\`rejected\`, \`second_review_required\` or \`error\`; the end of the time moves a running one to \`submitted\`; staff may set any status but
an incomplete one on a completed attempt; an errored attempt that staff mark becomes \`ready_to_resume\`, and \`resumed\` when its
follow-up begins.

This page is made from \`workflows/exam-attempt/rules/transition-table.ts\` by \`npm run state-diagram\`.
`;

/** Statuses that no event moves from or to by itself are left out of the drawing, not of the table. */
const DRAWN: readonly Status[] = STATUSES.filter((status) => status !== 'eligible' && status !== 'expired');

function arrows(from: Status): string[] {
  const events = new Map<Status, EventName[]>();
  for (const event of EVENT_NAMES) {
    const cell = TRANSITIONS[event][from];
    if ('to' in cell) events.set(cell.to, [...(events.get(cell.to) ?? []), event]);
  }
  return [...events].map(([to, names]) => `  ${from} --> ${to}: ${names.join(', ')}`);
}

function shown(cell: Cell): string {
  if ('to' in cell) return cell.to;
  if ('refuse' in cell) return `refused: ${cell.refuse}`;
  return 'keep' in cell ? '=' : 'by payload';
}

function table(): string {
  const head = `| from ↓ event → | ${EVENT_NAMES.join(' | ')} |`;
  const rule = `| --- |${' --- |'.repeat(EVENT_NAMES.length)}`;
  const rows = STATUSES.map(
    (status) => `| \`${status}\` | ${EVENT_NAMES.map((event) => shown(TRANSITIONS[event][status])).join(' | ')} |`,
  );
  return [head, rule, ...rows].join('\n');
}

/** The page: a Mermaid diagram of the fixed moves, and the whole grid. */
export function diagramPage(): string {
  const lines = ['stateDiagram-v2', '  [*] --> created', ...DRAWN.flatMap(arrows)];
  const legend = '`=`: accepted, nothing changes. `by payload`: decided by what the event carries.';
  return `${INTRODUCTION}\n\`\`\`mermaid\n${lines.join('\n')}\n\`\`\`\n\n## The grid\n\n${legend}\n\n${table()}\n`;
}

if (import.meta.main) {
  const page = diagramPage();
  if (!process.argv.includes('--check')) {
    await writeFile(DIAGRAM_FILE, page);
  } else if ((await readFile(DIAGRAM_FILE, 'utf8').catch(() => '')) !== page) {
    console.error('docs/state-diagram.md does not draw the transition table: run npm run state-diagram.');
    process.exitCode = 1;
  }
}
