import { escapeHtml } from '../../../emails/placeholders.ts';
import { filterForm, listTable, type ListRow, type Look } from '../list.ts';
import { failureForm, page, select } from '../page.ts';
import type { Consequences } from './consequences.ts';
import { FAILURE, type Failure } from './failures.ts';
import type { Delivery } from './received.ts';
import type { Try } from './webhook-route.ts';

/** Everything that the page and `GET /api/received` show; lists newest first. */
export interface Report {
  failure: Failure;
  consequences: Consequences;
  deliveries: readonly Delivery[];
  tries: readonly Try[];
}

interface List {
  title: string;
  titles: readonly string[];
  rows: readonly ListRow[];
}

/** The lists of the page by their names in its address, each newest first. */
function listsOf({ consequences, deliveries }: Report): Record<string, List> {
  return {
    events: { title: 'Events', titles: ['received', 'type', 'id', 'repeats', 'data'], rows: deliveries.map(eventRow) },
    credit: listOf('Credit requirements', consequences.credit),
    grades: listOf('Grade overrides', consequences.gradeOverrides),
    certificates: listOf('Invalidated certificates', consequences.invalidatedCertificates),
    units: listOf('Completed units', consequences.completedUnits),
    answers: listOf('Erased answers', consequences.erasedAnswers),
    notices: listOf('Support notices', consequences.supportNotices),
  };
}

const FIRST = 'events';

/**
 * The page with what the mock LMS received, one list at a time, and the switches that make it misbehave. The address says
 * which list, and what it is filtered by.
 */
export function receivedPage(report: Report, look: Look): string {
  const { failure, deliveries, tries } = report;
  const lists = listsOf(report);
  const name = look.list !== undefined && look.list in lists ? look.list : FIRST;
  const { title, titles, rows } = lists[name] ?? { title: '', titles: [], rows: [] };
  const choices = `<label>Behaviour ${select('mode', FAILURE.shape.mode.unwrap().options, failure.mode)}</label>
<label>for ${select('applies_to', FAILURE.shape.applies_to.unwrap().options, failure.applies_to)}</label>`;
  const links = Object.entries(lists).map(([each, list]) => {
    const address = `/?${new URLSearchParams({ list: each, ...(look.q && { q: look.q }) }).toString()}`;
    const current = each === name ? ' aria-current="page"' : '';
    return `<a href="${escapeHtml(address)}"${current}>${list.title} (${list.rows.length})</a>`;
  });
  return page(
    'Mock LMS',
    `${failureForm(failure, choices)}
<p>${deliveries.length} events, ${deliveries.reduce((sum, { repeats }) => sum + repeats, 0)} repeats,
${tries.length} tries. The same as JSON: <a href="/api/received">/api/received</a>.</p>
<nav aria-label="Lists">${links.join('\n')}</nav>
<h2>${title}</h2>
${filterForm({ q: look.q, list: name })}
${listTable(titles, rows, look)}`,
    { refreshSeconds: 10 },
  );
}

function eventRow({ event, receivedAt, repeats }: Delivery): ListRow {
  const { type, id, data } = event;
  const json = JSON.stringify(data, null, 1);
  const cells = [new Date(receivedAt).toISOString(), type, id, String(repeats)].map(escapeHtml);
  return {
    cells: [...cells, `<details><summary>data</summary><pre>${escapeHtml(json)}</pre></details>`],
    text: `${type} ${id} ${json}`,
  };
}

function listOf(title: string, entries: readonly object[]): List {
  const [first = {}] = entries;
  const rows = entries.toReversed().map((entry) => ({
    cells: Object.values(entry).map((value: unknown) => escapeHtml(textOf(value))),
    text: Object.values(entry).map(textOf).join(' '),
  }));
  return { title, titles: Object.keys(first), rows };
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  return value === null ? '–' : JSON.stringify(value);
}
