import type { EventName } from './events.ts';
import type { Refusal } from './refusals.ts';
import type { ExamFacts } from '../exam.ts';
import { COMPLETED, FLAGS, INCOMPLETE, PRE_START, RUNNING, STATUSES, type Status } from './statuses.ts';

/**
 * What an event does in a status: moves the attempt, leaves it as it is (accepted, nothing happens), is refused, or
 * is decided by the payload or by the attempt's other fields (`depends`).
 */
export type Cell = { to: Status } | { keep: true } | { refuse: Refusal } | { depends: true };

export type Row = Readonly<Record<Status, Cell>>;

const to = (status: Status): Cell => ({ to: status });
const refuse = (code: Refusal): Cell => ({ refuse: code });
const keep: Cell = { keep: true };
const depends: Cell = { depends: true };

type Entry = readonly [statuses: readonly Status[], cell: Cell];

/** Later entries win; a status that no entry names gets `otherwise`. */
function row(otherwise: Cell, ...entries: Entry[]): Row {
  const cells = new Map<Status, Cell>(STATUSES.map((status) => [status, otherwise]));
  for (const [statuses, cell] of entries) for (const status of statuses) cells.set(status, cell);
  return Object.fromEntries(cells) as Record<Status, Cell>;
}

const illegal = refuse('illegal_transition');

/** Statuses from which an exam that was not submitted can still be submitted. */
const NOT_HANDED_IN = COMPLETED.filter(
  (status) => !['submitted', 'timed_out', 'ready_to_resume', 'resumed'].includes(status),
);

/**
 * The transition grid (attempt-lifecycle §3.2 with the changes of differences §1.1 to §1.4 and §3.1): from-status ×
 * event. A submitted exam accepts a learner's late `submit`, `error` and `decline` without any change, because two tabs
 * may both send them. A learner who goes back to the setup of a running exam submits it.
 */
export const TRANSITIONS: Readonly<Record<EventName, Row>> = {
  'click-download-software': row(
    illegal,
    [['eligible', 'created', 'ready_to_start'], to('download_software_clicked')],
    [['download_software_clicked'], keep],
    [RUNNING, to('submitted')],
  ),
  'vendor-ready': row(keep, [['created', 'download_software_clicked'], to('ready_to_start')]),
  launch: row(keep, [['created', 'download_software_clicked'], to('ready_to_start')], [RUNNING, to('submitted')]),
  start: row(
    illegal,
    [['eligible', ...PRE_START, 'ready_to_submit'], to('started')],
    [['started'], refuse('attempt_already_started')],
  ),
  stop: row(illegal, [INCOMPLETE, to('ready_to_submit')], [['ready_to_submit'], keep]),
  ping: row(keep),
  error: row(keep, [INCOMPLETE, to('error')], [FLAGS, depends], [['ready_to_submit'], keep]),
  'heartbeat-lost': row(keep, [['started'], to('error')]),
  'mark-ready-to-resume': row(depends),
  resumed: row(depends),
  submit: row(keep, [INCOMPLETE, to('submitted')], [NOT_HANDED_IN, depends]),
  decline: row(keep, [INCOMPLETE, to('declined')]),
  reset: row(
    to('onboarding_reset'),
    [INCOMPLETE, refuse('reset_not_allowed')],
    [['verified'], refuse('reset_not_allowed')],
    [['submitted'], depends],
    [['onboarding_reset'], keep],
  ),
  review: row(depends),
  'set-status': row(depends),
  acknowledge: row(depends),
  'extra-time': row(keep, [[...RUNNING, ...FLAGS], depends]),
  delete: row(depends),
};

/**
 * Rows that are different on an exam without a vendor: there is nothing to set up, no proctoring to lose or to decline,
 * and a timed exam must never show its content without its clock (differences §1.4).
 */
const WITHOUT_VENDOR: Partial<Record<EventName, Row>> = {
  'click-download-software': row(illegal, [INCOMPLETE, keep]),
  'vendor-ready': row(keep),
  launch: row(keep),
  error: row(keep),
  'heartbeat-lost': row(keep),
  decline: row(keep),
};

/** What an event does to an attempt in `status` on an exam of this kind. */
export function cellOf(event: EventName, status: Status, exam: Pick<ExamFacts, 'isProctored'>): Cell {
  const row = (exam.isProctored ? undefined : WITHOUT_VENDOR[event]) ?? TRANSITIONS[event];
  return row[status];
}

/** Where staff may move an attempt: anywhere, except from completed back to incomplete (attempt-lifecycle §3.1). */
export function mayBeSet(from: Status, target: Status): boolean {
  return !((COMPLETED as readonly Status[]).includes(from) && (INCOMPLETE as readonly Status[]).includes(target));
}

/** Statuses that a running attempt cannot go back to: asking for one submits the exam (attempt-lifecycle §3.1). */
export function isReentry(from: Status, target: Status): boolean {
  return (RUNNING as readonly Status[]).includes(from) && (PRE_START as readonly Status[]).includes(target);
}
