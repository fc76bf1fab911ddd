import { escapeHtml } from '../../../emails/placeholders.ts';
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

const EVENTS_SHOWN = 200;

/** The page with what the mock LMS received, and the switches that make it misbehave. */
export function receivedPage({ failure, consequences, deliveries, tries }: Report): string {
  const choices = `<label>Behaviour ${select('mode', FAILURE.shape.mode.unwrap().options, failure.mode)}</label>
<label>for ${select('applies_to', FAILURE.shape.applies_to.unwrap().options, failure.applies_to)}</label>`;
  return page(
    'Mock LMS',
    `${failureForm(failure, choices)}
<p>${deliveries.length} events, ${deliveries.reduce((sum, { repeats }) => sum + repeats, 0)} repeats,
${tries.length} tries. The same as JSON: <a href="/api/received">/api/received</a>.</p>
${section('Credit requirements', consequences.credit)}
${section('Grade overrides', consequences.gradeOverrides)}
${section('Invalidated certificates', consequences.invalidatedCertificates)}
${section('Completed units', consequences.completedUnits)}
${section('Erased answers', consequences.erasedAnswers)}
${section('Support notices', consequences.supportNotices)}
<h2>Events</h2>
${table(deliveries.slice(0, EVENTS_SHOWN).map(eventRow))}`,
    { refreshSeconds: 10 },
  );
}

function eventRow({ event, receivedAt, repeats }: Delivery) {
  return {
    received: new Date(receivedAt).toISOString(),
    type: event.type,
    id: event.id,
    repeats,
    data: JSON.stringify(event.data, null, 1),
  };
}

function section(title: string, rows: readonly object[]): string {
  return `<h2>${title}</h2>\n${table(rows.toReversed())}`;
}

function table(rows: readonly object[]): string {
  const [first] = rows;
  if (!first) return '<p>None yet.</p>';
  const head = Object.keys(first).map((name) => `<th>${escapeHtml(name)}</th>`);
  const body = rows.map((row) => `<tr>${Object.values(row).map(cell).join('')}</tr>`);
  return `<table><thead><tr>${head.join('')}</tr></thead><tbody>${body.join('\n')}</tbody></table>`;
}

function cell(value: unknown): string {
  const text = typeof value === 'string' ? value : value === null ? '–' : JSON.stringify(value);
  return `<td>${text.includes('\n') ? `<pre>${escapeHtml(text)}</pre>` : escapeHtml(text)}</td>`;
}
