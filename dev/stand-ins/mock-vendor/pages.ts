import { decodeJwt } from 'jose';
import type { VendorMemory, WatchedAttempt } from './attempts.ts';
import { type Outcome, OUTCOMES } from './environment.ts';

const LABELS: Record<Outcome, string> = {
  clean: 'clean',
  suspicious: 'suspicious',
  violation: 'violation',
  not_reviewed: 'not reviewed',
  silence: 'never answers',
};

const STYLE = `body{font:16px/1.5 system-ui;margin:2rem auto;max-width:70rem;padding:0 1rem}table{border-collapse:collapse;
width:100%}th,td{text-align:left;padding:.5rem;border-bottom:1px solid #ccc;vertical-align:top}form{display:inline}
button[aria-pressed=true]{font-weight:bold}`;

/** The attempts, newest first, with a button per outcome; it loads itself again every few seconds. */
export function attemptsPage(memory: VendorMemory): string {
  const attempts = [...memory.attempts.values()].toReversed();
  const { outcome, reviewer } = memory.settings;
  const options = OUTCOMES.map(
    (value) => `<option value="${value}"${value === outcome ? ' selected' : ''}>${LABELS[value]}</option>`,
  );
  return page(
    'Mock vendor',
    `<p>What the reviewers find in an exam is chosen here, before or after it is handed in. An automatic failing review asks
for a second one; signed by a person of the course's staff it rejects the attempt at once.</p>
<form method="post" action="/settings"><label>Default outcome <select name="outcome">${options.join('')}</select></label>
<label>Reviews are signed by (e-mail, empty: automatic) <input name="reviewer" value="${escapeHtml(reviewer)}"></label>
<button>Save</button></form>
<table><thead><tr><th>Learner</th><th>Attempt</th><th>Status</th><th>Application</th><th>Outcome</th></tr></thead>
<tbody>${attempts.map((attempt) => row(attempt, attempt.outcome ?? outcome)).join('')}</tbody></table>
${attempts.length === 0 ? '<p>No attempts yet.</p>' : ''}`,
    '<meta http-equiv="refresh" content="5">',
  );
}

function row(attempt: WatchedAttempt, chosen: Outcome): string {
  const id = encodeURIComponent(attempt.id);
  const kind = attempt.isOnboarding ? 'onboarding' : 'exam';
  const app = attempt.isAppRunning ? 'running' : 'closed';
  const otherApp = attempt.isAppRunning ? 'closed' : 'running';
  const outcomes = OUTCOMES.map(
    (value) => `<button name="outcome" value="${value}" aria-pressed="${value === chosen}">${LABELS[value]}</button>`,
  );
  return `<tr><td>${escapeHtml(attempt.fullName)}</td><td>${kind}<br><code>${escapeHtml(attempt.id)}</code></td>
<td>${escapeHtml(attempt.status)}${attempt.reviewed ? `, reviewed: ${LABELS[attempt.reviewed]}` : ''}</td>
<td>${app} <form method="post" action="/attempts/${id}/app"><button name="app" value="${otherApp}">${
    attempt.isAppRunning ? 'close it' : 'open it'
  }</button></form></td>
<td><form method="post" action="/attempts/${id}/outcome">${outcomes.join(' ')}</form></td></tr>`;
}

/** Stands for the page that a learner downloads the proctoring application from. */
export function downloadPage(attempt: WatchedAttempt | null): string {
  const text = attempt
    ? 'The proctoring application is being installed. In a moment it reports that this computer is ready: go back to the exam.'
    : 'The proctoring application of the mock vendor needs no download.';
  return page('Download', `<p>${text}</p>`);
}

/** Stands for the vendor's dashboard: shows what the service said of who asks for what. */
export function dashboardPage(token: string): string {
  return page('Dashboard', `<pre>${escapeHtml(JSON.stringify(decodeJwt(token), null, 2))}</pre>`);
}

function page(title: string, body: string, head = ''): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${title}</title>${head}<style>${STYLE}</style></head>
<body><h1>${title}</h1>${body}</body></html>`;
}

function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => `&#${character.codePointAt(0)};`);
}
