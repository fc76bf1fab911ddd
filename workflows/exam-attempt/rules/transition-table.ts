import type { EventName } from './events.ts';
import type { Refusal } from './refusals.ts';
import { COMPLETED, INCOMPLETE, PRE_START, RUNNING, STATUSES, type Status } from './statuses.ts';

/**
 * What an event does in a status: moves the attempt, leaves it as it is (accepted, nothing happens), is refused, or
 * is decided by the payload (`depends`).
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

/**
 * The transition grid (attempt-lifecycle §3.2 with the changes of design §5 and §6): from-status × event. Completed
 * attempts accept a learner's late `submit`, `error` and `decline` without any change, since two tabs may both send
 * them; whoever re-enters the set-up of a running exam hands it in.
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
  error: row(keep, [INCOMPLETE, to('error')]),
  'heartbeat-lost': row(keep, [['started'], to('error')]),
  'mark-ready-to-resume': row(depends),
  resumed: row(depends),
  submit: row(keep, [INCOMPLETE, to('submitted')]),
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
  'extra-time': row(keep, [RUNNING, depends]),
  delete: row(depends),
  'exam-changed': row(keep),
};

/** Where staff may move an attempt: anywhere, except from completed back to incomplete (attempt-lifecycle §3.1). */
export function mayBeSet(from: Status, target: Status): boolean {
  return !((COMPLETED as readonly Status[]).includes(from) && (INCOMPLETE as readonly Status[]).includes(target));
}

/** Statuses that a running attempt cannot go back to: asking for one hands the exam in (attempt-lifecycle §3.1). */
export function isReentry(from: Status, target: Status): boolean {
  return (RUNNING as readonly Status[]).includes(from) && (PRE_START as readonly Status[]).includes(target);
}
