// Writes docs/state-diagram.md from the table of moves; with --check it only compares: npm run state-diagram
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { choicesOf, type Cell, type Choice } from '../rules/attempt/cells.ts';
import { EVENTS, INTERNAL_EVENTS, type AttemptEventName } from '../rules/attempt/events.ts';
import { ONBOARDING_ERRORS, STATUSES, type Status } from '../rules/attempt/statuses.ts';
import { PLACES } from '../rules/attempt/rows.ts';
import { KINDS, TABLES, type Kind } from '../rules/attempt/transition-table.ts';

/** File that holds the diagram. */
export const DIAGRAM_FILE = join(import.meta.dirname, '..', 'docs', 'state-diagram.md');

const INTRODUCTION = `# States of an attempt

This page is made from \`rules/attempt/transition-table.ts\` by \`npm run state-diagram\`: first a drawing of all moves, then every way to
each status, then what each event does in each status.`;

const EVENT_NAMES = Object.keys(TABLES.proctored) as AttemptEventName[];
const DESCRIPTIONS: Record<AttemptEventName, { description: string }> = {
  ...INTERNAL_EVENTS,
  ...EVENTS,
};

/** Every event that may move an attempt from one status to another, on whatever kind of exam. */
const MOVES = EVENT_NAMES.flatMap((event) =>
  STATUSES.flatMap((from) => {
    const choices = KINDS.flatMap((kind) => choicesOf(TABLES[kind][event][from]));
    const targets = new Set(choices.flatMap((choice) => ('to' in choice ? [choice.to] : [])));
    return [...targets].map((target) => ({ event, from, target }));
  }),
);

function groupBy<Item>(items: readonly Item[], keyOf: (item: Item) => string): [string, Item[]][] {
  const groups = new Map<string, Item[]>();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return [...groups];
}

/** Too many to draw one by one: an event that leads to a status from more than half of them. */
const OFTEN = STATUSES.length / 2;

function drawing(): string {
  const arrows = groupBy(MOVES, ({ event, target }) => `${event} ${target}`).flatMap(([, moves]) => {
    if (moves.length > OFTEN) return moves.slice(0, 1).map((move) => ({ ...move, from: 'any_status' }));
    return moves.filter(({ event }) => event !== 'set-status');
  });
  const first = ['created', ...ONBOARDING_ERRORS].map((status) => `  [*] --> ${status}`);
  const lines = groupBy(arrows, ({ from, target }) => `${from} --> ${target}`).map(
    ([arrow, moves]) => `  ${arrow}: ${moves.map(({ event }) => event).join(', ')}`,
  );
  return ['```mermaid', 'stateDiagram-v2', ...first, ...lines, '```'].join('\n');
}

const inCode = (words: readonly string[]) => words.map((word) => `\`${word}\``).join(', ');

/** Statuses, by what is missing where that is shorter. */
function listed(found: readonly Status[]): string {
  const missing = STATUSES.filter((status) => !found.includes(status));
  if (missing.length === 0) return 'any';
  return missing.length < found.length ? `any but ${inCode(missing)}` : inCode(found);
}

function ways(target: Status): string[] {
  const moves = MOVES.filter((move) => move.target === target);
  const byEvent = groupBy(moves, ({ event }) => event);
  return byEvent.map(([event, each]) => `| \`${target}\` | \`${event}\` | ${listed(each.map(({ from }) => from))} |`);
}

function shown(choice: Choice): string {
  if ('to' in choice) return `→ \`${choice.to}\``;
  if ('refuse' in choice) return `refused: \`${choice.refuse}\``;
  if ('record' in choice) return 'recorded';
  if ('restore' in choice) return 'as it was before';
  return choice.note ? `nothing (\`${choice.note}\`)` : 'nothing';
}

function described(cell: Cell): string {
  if (!('oneOf' in cell)) return shown(cell);
  const guarded = groupBy(cell.oneOf, (each) => each.when).map(
    ([condition, choices]) => `${condition}: ${choices.map(({ choice }) => shown(choice)).join(', ')}`,
  );
  return [...guarded, `otherwise: ${shown(cell.otherwise)}`].join('; ');
}

const GONE = described(TABLES.proctored.ping.deleted);

/** What an event does, the most common last; a deleted attempt only where it does not refuse like any other. */
function rowsOf(event: AttemptEventName, kind: Kind): string {
  const places = groupBy(PLACES, (place) => described(TABLES[kind][event][place])).filter(([text]) => text !== GONE);
  const byLength = places.toSorted(([, one], [, other]) => one.length - other.length);
  const rows = byLength.map(([text, found], index) => {
    const last = index === 0 ? 'any' : 'any other';
    return `| ${index < byLength.length - 1 ? inCode(found) : last} | ${text} |`;
  });
  return ['| in | what happens |', '| --- | --- |', ...rows].join('\n');
}

function section(event: AttemptEventName): string {
  const byKind = groupBy(KINDS, (kind) => rowsOf(event, kind));
  const tables = byKind.map(([rows, kinds]) =>
    byKind.length === 1 ? rows : `Exams that are ${kinds.join(', or ')}:\n\n${rows}`,
  );
  return [`### \`${event}\``, DESCRIPTIONS[event].description, ...tables].join('\n\n');
}

/** The page: a Mermaid diagram of all moves, the ways to each status, and the whole table. */
export function diagramPage(): string {
  return `${[
    INTRODUCTION,
    drawing(),
    'An arrow from `any_status` stands for an event that leads there from most statuses. What staff can set from few statuses is only below.',
    '## Every way to a status',
    ['| to | by | from |', '| --- | --- | --- |', ...STATUSES.flatMap(ways)].join('\n'),
    '## Every event',
    'Of several conditions, the first that holds decides. "Recorded": fields change, and the status stays.',
    'A deleted attempt refuses every event but a review: `attempt_not_found`.',
    ...EVENT_NAMES.map(section),
  ].join('\n\n')}\n`;
}

if (import.meta.main) {
  const page = diagramPage();
  if (!process.argv.includes('--check')) {
    await writeFile(DIAGRAM_FILE, page);
  } else if ((await readFile(DIAGRAM_FILE, 'utf8').catch(() => '')) !== page) {
    console.error('docs/state-diagram.md does not draw the table of moves: run npm run state-diagram.');
    process.exitCode = 1;
  }
}
