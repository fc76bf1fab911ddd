import { z } from 'zod';
import { escapeHtml } from '../../emails/placeholders.ts';

/** So many rows are shown; a filter finds the others. */
export const MOST_SHOWN = 25;

/** What a person wants to see of a list; it stands in the address, so that it outlasts the page loading itself again. */
export const LOOK = z.object({ q: z.string().default(''), list: z.string().optional() });
export type Look = z.output<typeof LOOK>;

/** A row: its cells as HTML, and the text by which the filter finds it. */
export interface ListRow {
  cells: readonly string[];
  text: string;
}

/** The field for the filter; `list` is kept. */
export function filterForm({ q, list }: Look): string {
  const kept = list === undefined ? '' : `<input type="hidden" name="list" value="${escapeHtml(list)}">`;
  return `<form method="get" action="/">${kept}
<label>Filter <input type="search" name="q" value="${escapeHtml(q)}"></label> <button>Show</button></form>`;
}

/** A table of the first rows that the filter finds; on a phone each row becomes a block with its titles before its values. */
export function listTable(titles: readonly string[], rows: readonly ListRow[], { q }: Pick<Look, 'q'>): string {
  const found = rows.filter(({ text }) => text.toLowerCase().includes(q.trim().toLowerCase()));
  if (found.length === 0) return `<p>${rows.length === 0 ? 'None yet.' : 'Nothing matches the filter.'}</p>`;
  const head = titles.map((title) => `<th scope="col">${escapeHtml(title)}</th>`);
  const body = found.slice(0, MOST_SHOWN).map(({ cells }) => {
    const shown = cells.map((cell, index) => `<td data-title="${escapeHtml(titles[index] ?? '')}">${cell}</td>`);
    return `<tr>${shown.join('')}</tr>`;
  });
  const more = found.length - MOST_SHOWN;
  return `<table><thead><tr>${head.join('')}</tr></thead><tbody>${body.join('\n')}</tbody></table>
${more > 0 ? `<p>And ${more} more: narrow the filter down to see them.</p>` : ''}`;
}
