import { escapeHtml } from '../../../emails/placeholders.ts';
import { FAILURE, type Failure } from './failures.ts';
import type { CaughtMail } from './mailbox.ts';

/** The list of all mails, with the switches that make the catcher misbehave. */
export function listPage(mails: readonly CaughtMail[], failure: Failure): string {
  const rows = mails.map(
    ({ id, receivedAt, envelope, subject, messageId }) => `<tr>
<td>${new Date(receivedAt).toISOString()}</td><td>${escapeHtml(envelope.to.join(', '))}</td>
<td><a href="/messages/${id}">${escapeHtml(subject || '(no subject)')}</a></td>
<td><code>${escapeHtml(messageId ?? '–')}</code></td></tr>`,
  );
  return page(
    'Mail catcher',
    `<form method="post" action="/failure">
<label>Behaviour <select name="mode">${modes(failure.mode)}</select></label>
<label>status <input name="status" type="number" min="400" max="599" value="${failure.status}"></label>
<label>delay in ms <input name="delay_ms" type="number" min="0" value="${failure.delay_ms}"></label>
<button>Set</button>
</form>
<p>${mails.length} mails. The same as JSON: <a href="/api/messages">/api/messages</a>.</p>
<table><thead><tr><th>Received</th><th>To</th><th>Subject</th><th>Message-ID</th></tr></thead>
<tbody>${rows.join('\n')}</tbody></table>`,
    '<meta http-equiv="refresh" content="5">',
  );
}

/** One mail: its HTML part in a frame without any rights, its text part and its headers. */
export function mailPage({ id, subject, html, text, headers }: CaughtMail): string {
  const title = escapeHtml(subject || '(no subject)');
  const frame = `<iframe sandbox src="/messages/${id}/html" title="HTML part"></iframe>`;
  return page(
    title,
    `<p><a href="/">All mails</a></p>
<h2>HTML</h2>${html === null ? '<p>This mail has no HTML part.</p>' : frame}
<h2>Text</h2><pre>${escapeHtml(text ?? 'This mail has no text part.')}</pre>
<h2>Headers</h2><pre>${escapeHtml(headers.join('\n'))}</pre>`,
  );
}

function page(title: string, body: string, head = ''): string {
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
${head}
<title>${title}</title>
<style>
  :root { color-scheme: light dark; font: 15px/1.45 system-ui, sans-serif }
  body { margin: 2rem auto; max-width: 75rem; padding: 0 1rem }
  table { border-collapse: collapse; width: 100% }
  th, td { border-bottom: 1px solid #8885; padding: .3rem .6rem .3rem 0; text-align: left; vertical-align: top }
  td { overflow-wrap: anywhere }
  form { display: flex; flex-wrap: wrap; gap: .6rem; align-items: center }
  pre { white-space: pre-wrap; overflow-wrap: anywhere }
  iframe { width: 100%; height: 40rem; border: 1px solid #8885; background: #fff }
</style>
<h1>${title}</h1>
${body}
</html>
`;
}

function modes(chosen: Failure['mode']): string {
  return FAILURE.shape.mode
    .unwrap()
    .options.map((mode) => `<option${mode === chosen ? ' selected' : ''}>${mode}</option>`)
    .join('');
}
