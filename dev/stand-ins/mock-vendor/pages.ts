import { decodeJwt } from 'jose';
import { escapeHtml } from '../../../emails/placeholders.ts';
import { filterForm, listTable, type ListRow, type Look } from '../list.ts';
import { page, select } from '../page.ts';
import type { VendorMemory, WatchedAttempt } from './attempts.ts';
import { type Finding, FINDINGS } from './environment.ts';

const LABELS: Record<Finding, string> = {
  clean: 'clean',
  suspicious: 'suspicious',
  violation: 'violation',
  not_reviewed: 'not reviewed',
  silence: 'never answers',
};

/** The attempts, newest first, with a button per outcome; it loads itself again every few seconds. */
export function attemptsPage(memory: VendorMemory, look: Look): string {
  const attempts = [...memory.attempts.values()].toReversed();
  const { outcome, reviewer } = memory.settings;
  return page(
    'Mock vendor',
    `<p>What the reviewers find in an exam is chosen here, before or after it is handed in. An automatic failing review asks
for a second one; signed by a person of the course's staff it rejects the attempt at once.</p>
<form method="post" action="/settings"><label>Default outcome ${select('outcome', FINDINGS, outcome, LABELS)}</label>
<label>Reviews are signed by (email address; empty: automatic) <input name="reviewer" value="${escapeHtml(reviewer)}"></label>
<button>Save</button></form>
<h2>Attempts (${attempts.length})</h2>
${filterForm(look)}
${listTable(
  TITLES,
  attempts.map((attempt) => row(attempt, attempt.outcome ?? outcome)),
  look,
)}`,
    { refreshSeconds: 5 },
  );
}

const TITLES = ['Learner', 'Attempt', 'Status', 'Application', 'Outcome'];

function row(attempt: WatchedAttempt, chosen: Finding): ListRow {
  const id = encodeURIComponent(attempt.id);
  const kind = attempt.isOnboarding ? 'onboarding' : 'exam';
  const app = attempt.isAppRunning ? 'running' : 'closed';
  const otherApp = attempt.isAppRunning ? 'closed' : 'running';
  const outcomes = FINDINGS.map(
    (value) => `<button name="outcome" value="${value}" aria-pressed="${value === chosen}">${LABELS[value]}</button>`,
  );
  const status = `${attempt.status}${attempt.reviewed ? `, reviewed: ${LABELS[attempt.reviewed]}` : ''}`;
  const action = attempt.isAppRunning ? 'close it' : 'open it';
  return {
    cells: [
      escapeHtml(attempt.fullName),
      `${kind} <code>${escapeHtml(attempt.id)}</code>`,
      escapeHtml(status),
      `${app} <form method="post" action="/attempts/${id}/app"><button name="app" value="${otherApp}">${action}</button></form>`,
      `<form method="post" action="/attempts/${id}/outcome">${outcomes.join(' ')}</form>`,
    ],
    text: `${attempt.fullName} ${kind} ${attempt.id} ${status}`,
  };
}

/** Stands for the page that a learner downloads the proctoring application from. */
export function downloadPage(attempt: WatchedAttempt | null): string {
  const text = attempt
    ? 'The proctoring application is being installed. In a moment it reports that this computer is ready: go back to the exam.'
    : 'The proctoring application of the mock vendor needs no download.';
  return page('Download', `<p>${text}</p>`);
}

/** Stands for the vendor's dashboard: shows what the service said about who wants to see what. */
export function dashboardPage(token: string): string {
  return page('Dashboard', `<pre>${escapeHtml(JSON.stringify(decodeJwt(token), null, 2))}</pre>`);
}
