import { escapeHtml } from '../../../emails/placeholders.ts';
import { failureForm, page, select } from '../page.ts';
import { FAILURE, type Failure } from './failures.ts';
import type { CaughtMail } from './mailbox.ts';

/** The list of all emails, with the switches that make the catcher misbehave. */
export function listPage(mails: readonly CaughtMail[], failure: Failure): string {
  const rows = mails.map(
    ({ id, receivedAt, envelope, subject, messageId }) => `<tr>
<td>${new Date(receivedAt).toISOString()}</td><td>${escapeHtml(envelope.to.join(', '))}</td>
<td><a href="/messages/${id}">${escapeHtml(subject || '(no subject)')}</a></td>
<td><code>${escapeHtml(messageId ?? '–')}</code></td></tr>`,
  );
  const choice = `<label>Behaviour ${select('mode', FAILURE.shape.mode.unwrap().options, failure.mode)}</label>`;
  return page(
    'Mail catcher',
    `${failureForm(failure, choice)}
<p>${mails.length} emails. The same as JSON: <a href="/api/messages">/api/messages</a>.</p>
<table><thead><tr><th>Received</th><th>To</th><th>Subject</th><th>Message-ID</th></tr></thead>
<tbody>${rows.join('\n')}</tbody></table>`,
    { refreshSeconds: 5 },
  );
}

/** One email: its HTML part in a frame without any rights, its text part and its headers. */
export function mailPage({ id, subject, html, text, headers }: CaughtMail): string {
  const frame = `<iframe sandbox src="/messages/${id}/html" title="HTML part"></iframe>`;
  return page(
    subject || '(no subject)',
    `<p><a href="/">All emails</a></p>
<h2>HTML</h2>${html === null ? '<p>This email has no HTML part.</p>' : frame}
<h2>Text</h2><pre>${escapeHtml(text ?? 'This email has no text part.')}</pre>
<h2>Headers</h2><pre>${escapeHtml(headers.join('\n'))}</pre>`,
  );
}
