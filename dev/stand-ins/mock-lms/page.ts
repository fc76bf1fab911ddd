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
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta http-equiv="refresh" content="10">
<title>Mock LMS</title>
<style>
  :root { color-scheme: light dark; font: 15px/1.45 system-ui, sans-serif }
  body { margin: 2rem auto; max-width: 75rem; padding: 0 1rem }
  table { border-collapse: collapse; width: 100% }
  th, td { border-bottom: 1px solid #8885; padding: .3rem .6rem .3rem 0; text-align: left; vertical-align: top }
  td { overflow-wrap: anywhere }
  form { display: flex; flex-wrap: wrap; gap: .6rem; align-items: center }
  pre { margin: 0; white-space: pre-wrap }
</style>
<h1>Mock LMS</h1>
${failureForm(failure)}
<p>${deliveries.length} events, ${deliveries.reduce((sum, { repeats }) => sum + repeats, 0)} repeats,
${tries.length} tries. The same as JSON: <a href="/api/received">/api/received</a>.</p>
${section('Credit requirements', consequences.credit)}
${section('Grade overrides', consequences.gradeOverrides)}
${section('Invalidated certificates', consequences.invalidatedCertificates)}
${section('Completed units', consequences.completedUnits)}
${section('Erased answers', consequences.erasedAnswers)}
${section('Support notices', consequences.supportNotices)}
<h2>Events</h2>
${table(deliveries.slice(0, EVENTS_SHOWN).map(eventRow))}
</html>
`;
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

function failureForm(failure: Failure): string {
  return `<form method="post" action="/failure">
<label>Behaviour ${select('mode', FAILURE.shape.mode.unwrap().options, failure.mode)}</label>
<label>for ${select('applies_to', ['both', 'events', 'lookups'], failure.applies_to)}</label>
<label>status <input name="status" type="number" min="400" max="599" value="${failure.status}"></label>
<label>delay in ms <input name="delay_ms" type="number" min="0" value="${failure.delay_ms}"></label>
<button>Set</button>
</form>`;
}

function select(name: string, options: readonly string[], chosen: string): string {
  const items = options.map((option) => `<option${option === chosen ? ' selected' : ''}>${option}</option>`);
  return `<select name="${name}">${items.join('')}</select>`;
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

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}
