// Writes docs/state-diagram.md from the transition table; with --check it only compares: npm run state-diagram
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { EVENT_NAMES, type EventName } from '../rules/attempt/events.ts';
import { STATUSES, type Status } from '../rules/attempt/statuses.ts';
import { cellOf, type Cell } from '../rules/attempt/transition-table.ts';

/** File that holds the diagram. */
export const DIAGRAM_FILE = join(import.meta.dirname, '..', 'docs', 'state-diagram.md');

const INTRODUCTION = `# States of an attempt

The arrows are the moves that an event makes whatever its payload. A review moves an attempt from any status to \`verified\`,
\`rejected\`, \`second_review_required\` or \`error\`. One that comes before the exam was handed in is a flag: the clock runs on, and
\`submit\` still hands the exam in. The end of the time moves an attempt whose clock runs to \`submitted\`; staff may set any status but
an incomplete one on a completed attempt; an errored attempt that staff mark becomes \`ready_to_resume\`, and \`resumed\` when its
follow-up begins.

This page is made from \`rules/attempt/transition-table.ts\` by \`npm run state-diagram\`.
`;

/** Statuses that no event moves from or to by itself are left out of the drawing, not of the table. */
const DRAWN: readonly Status[] = STATUSES.filter((status) => status !== 'eligible' && status !== 'expired');

type Kind = Parameters<typeof cellOf>[2];
const WITH_VENDOR: Kind = { isProctored: true };
const WITHOUT_VENDOR: Kind = { isProctored: false };

function arrows(from: Status): string[] {
  const events = new Map<Status, EventName[]>();
  for (const event of EVENT_NAMES) {
    const cell = cellOf(event, from, WITH_VENDOR);
    if ('to' in cell) events.set(cell.to, [...(events.get(cell.to) ?? []), event]);
  }
  return [...events].map(([to, names]) => `  ${from} --> ${to}: ${names.join(', ')}`);
}

function shown(cell: Cell): string {
  if ('to' in cell) return cell.to;
  if ('refuse' in cell) return `refused: ${cell.refuse}`;
  return 'keep' in cell ? '=' : 'depends';
}

function table(events: readonly EventName[], kind: Kind): string {
  const head = `| from ↓ event → | ${events.join(' | ')} |`;
  const rule = `| --- |${' --- |'.repeat(events.length)}`;
  const rows = STATUSES.map(
    (status) => `| \`${status}\` | ${events.map((event) => shown(cellOf(event, status, kind))).join(' | ')} |`,
  );
  return [head, rule, ...rows].join('\n');
}

/** Events that do something else on an exam without a vendor. */
const differing = EVENT_NAMES.filter((event) =>
  STATUSES.some((status) => shown(cellOf(event, status, WITH_VENDOR)) !== shown(cellOf(event, status, WITHOUT_VENDOR))),
);

/** The page: a Mermaid diagram of the fixed moves, and the whole grid. */
export function diagramPage(): string {
  const lines = ['stateDiagram-v2', '  [*] --> created', ...DRAWN.flatMap(arrows)];
  const legend =
    '`=`: accepted, nothing changes. `depends`: decided by what the event carries, or by whether the exam was handed in.';
  return `${INTRODUCTION}\n\`\`\`mermaid\n${lines.join('\n')}\n\`\`\`\n\n## The grid\n\n${legend}\n\n${table(EVENT_NAMES, WITH_VENDOR)}\n\n## Exams without a vendor\n\nThe same, but for:\n\n${table(differing, WITHOUT_VENDOR)}\n`;
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
