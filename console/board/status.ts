import type { Row } from '../api/shapes.ts';
import type { Attention } from '../../rules/board/attention.ts';
import type { Status } from '../../rules/attempt/statuses.ts';

/** How a status looks; colours are classes of the style sheet, and never say anything alone. */
export interface Look {
  symbol: string;
  tone: Tone;
}

export type Tone =
  | 'trouble'
  | 'silent'
  | 'running'
  | 'paused'
  | 'ready'
  | 'resume'
  | 'handed-in'
  | 'verified'
  | 'rejected'
  | 'review'
  | 'quiet';

const READY: Look = { symbol: '○', tone: 'ready' };
const RUNNING: Look = { symbol: '▶', tone: 'running' };
const HANDED_IN: Look = { symbol: '✓', tone: 'handed-in' };
const TROUBLE: Look = { symbol: '▲', tone: 'trouble' };
const OVER: Look = { symbol: '–', tone: 'quiet' };

const LOOKS: Record<Status, Look> = {
  eligible: READY,
  created: READY,
  download_software_clicked: READY,
  ready_to_start: READY,
  started: RUNNING,
  ready_to_submit: { symbol: '◧', tone: 'running' },
  declined: OVER,
  timed_out: HANDED_IN,
  submitted: HANDED_IN,
  second_review_required: { symbol: '◎', tone: 'review' },
  verified: { symbol: '✓✓', tone: 'verified' },
  rejected: { symbol: '✗', tone: 'rejected' },
  error: TROUBLE,
  ready_to_resume: { symbol: '↻', tone: 'resume' },
  resumed: OVER,
  onboarding_missing: OVER,
  onboarding_pending: OVER,
  onboarding_failed: OVER,
  onboarding_expired: OVER,
  expired: OVER,
  onboarding_reset: OVER,
};

/** Not the sign of a player, which many fonts lack. */
const PAUSED: Look = { symbol: '‖', tone: 'paused' };
const SILENT: Look = { symbol: '◔', tone: 'silent' };

/** Name of the word for a row's state: its status, unless it is paused or silent. */
export function stateOf(row: Pick<Row, 'status' | 'paused'>, attention: Attention): Status | 'paused' | 'silent' {
  if (row.paused !== null) return 'paused';
  return attention === 'silent' ? 'silent' : row.status;
}

export function lookOf(state: Status | 'paused' | 'silent'): Look {
  if (state === 'paused') return PAUSED;
  return state === 'silent' ? SILENT : LOOKS[state];
}
