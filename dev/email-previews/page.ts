import { escapeHtml } from '../../emails/placeholders.ts';
import type { Preview, Previews } from './preview.ts';

/** The index page: every email with subject, HTML and text, or the problem in their place. */
export function previewPage(shown: Previews): string {
  const body = 'problem' in shown ? `<pre role="alert">${escapeHtml(shown.problem)}</pre>` : mails(shown.previews);
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Emails</title>
<style>
  :root { color-scheme: light dark; font: 15px/1.45 system-ui, sans-serif }
  body { margin: 2rem auto; max-width: 80rem; padding: 0 1rem }
  h2 { border-top: 1px solid #8885; padding-top: 1rem }
  pre { white-space: pre-wrap; overflow-wrap: anywhere }
  iframe { width: 100%; height: 44rem; border: 1px solid #8885; background: #fff }
  .parts { display: grid; grid-template-columns: minmax(0, 3fr) minmax(0, 2fr); gap: 1.5rem }
</style>
<h1>Emails</h1>
${body}
<script>new EventSource('/changes').onmessage = () => location.reload()</script>
</html>
`;
}

function mails(previews: readonly Preview[]): string {
  const links = previews.map((preview, index) => `<li><a href="#mail-${index}">${title(preview)}</a></li>`);
  return `<ol>${links.join('\n')}</ol>\n${previews.map(section).join('\n')}`;
}

function section(preview: Preview, index: number): string {
  const kilobytes = (Buffer.byteLength(preview.html) / 1024).toFixed(1);
  return `<h2 id="mail-${index}">${title(preview)}</h2>
<p>Subject: <b>${escapeHtml(preview.subject)}</b> · template <code>${escapeHtml(preview.template)}</code> · ${kilobytes} kB</p>
<div class="parts"><iframe sandbox loading="lazy" src="/mails/${index}" title="HTML part"></iframe>
<pre>${escapeHtml(preview.text)}</pre></div>`;
}

function title({ mail, language, sample, template }: Preview): string {
  const backend = /^emails\/proctoring\/([^/]+)\//.exec(template)?.[1];
  return escapeHtml([mail, ...(backend ? [`override of ${backend}`] : []), language, sample].join(' · '));
}
