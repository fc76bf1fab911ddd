import type { SentEvent, StaffRole } from './events.ts';
import type { Status } from './statuses.ts';

/** Extra time that an invigilator may give for incidents, in minutes in all. */
export const INVIGILATOR_MINUTES = 15;

interface ActEntry {
  /** Who may do it, the most powerful role first. */
  roles: readonly StaffRole[];
  /** Whether it needs a reason in words. */
  needsReason: boolean;
  /** Whether it can be taken back for a while, for which its effects wait. The others have acts that take them back. */
  isUndoable: boolean;
  /** Whether it makes sense for many attempts at once. */
  isForMany: boolean;
}

const STAFF = ['global_staff', 'course_staff'] as const satisfies readonly StaffRole[];
const WITH_INVIGILATORS = [...STAFF, 'invigilator'] as const;

/** What people of a course's team do to attempts: the one table of acts. */
export const ACTS = {
  'mark-ready-to-resume': { roles: WITH_INVIGILATORS, needsReason: true, isUndoable: false, isForMany: true },
  pause: { roles: WITH_INVIGILATORS, needsReason: true, isUndoable: false, isForMany: true },
  unpause: { roles: WITH_INVIGILATORS, needsReason: false, isUndoable: false, isForMany: true },
  'extra-time': { roles: WITH_INVIGILATORS, needsReason: true, isUndoable: true, isForMany: true },
  'correct-end': { roles: STAFF, needsReason: true, isUndoable: true, isForMany: false },
  submit: { roles: STAFF, needsReason: true, isUndoable: true, isForMany: true },
  error: { roles: STAFF, needsReason: true, isUndoable: true, isForMany: true },
  'set-status': { roles: [...STAFF, 'reviewer'], needsReason: true, isUndoable: true, isForMany: true },
  reapply: { roles: STAFF, needsReason: false, isUndoable: false, isForMany: false },
  reset: { roles: STAFF, needsReason: true, isUndoable: true, isForMany: true },
  delete: { roles: STAFF, needsReason: true, isUndoable: true, isForMany: true },
} as const satisfies Record<string, ActEntry>;

export type Act = keyof typeof ACTS;
export const ACT_NAMES = Object.keys(ACTS) as Act[];
/** Acts that can be done to many attempts at once. */
export const BULK_ACTS = ACT_NAMES.filter((act) => ACTS[act].isForMany);

/** The statuses that a reviewer may set: the results of a second look. */
export const REVIEWERS_STATUSES = ['verified', 'rejected'] as const satisfies readonly Status[];

/** An act with what it needs to be carried out. */
export type ActWish =
  | { act: 'extra-time'; minutes: number }
  | { act: 'correct-end'; endsAt: number }
  | { act: 'set-status'; status: Status }
  | { act: Exclude<Act, 'extra-time' | 'correct-end' | 'set-status'> };

/** Whether somebody in this role may do it as it is wished: a reviewer sets results and nothing else. */
export function isWithin(role: StaffRole, wish: ActWish): boolean {
  if (role !== 'reviewer' || wish.act !== 'set-status') return true;
  return REVIEWERS_STATUSES.some((status) => status === wish.status);
}

/** The first role that may do it; null if none of them may. */
export function roleFor(act: Act, roles: readonly StaffRole[]): StaffRole | null {
  return ACTS[act].roles.find((role) => roles.includes(role)) ?? null;
}

/** The event that an act is, as far as the act says; `status` is that of the attempt. */
export function eventOf(wish: ActWish, role: StaffRole, status: Status): SentEvent {
  switch (wish.act) {
    case 'extra-time': {
      const mostMins = role === 'invigilator' ? { mostMins: INVIGILATOR_MINUTES } : {};
      return { name: 'incident-time', payload: { minutes: wish.minutes, ...mostMins } };
    }
    case 'correct-end':
      return { name: 'correct-end', payload: { endsAt: wish.endsAt } };
    case 'set-status':
      return { name: 'set-status', payload: { status: wish.status } };
    case 'error':
      return { name: 'set-status', payload: { status: 'error' } };
    case 'reapply':
      return { name: 'set-status', payload: { status, reapply: true } };
    case 'reset':
    case 'delete':
      return { name: 'delete', payload: {} };
    default:
      return { name: wish.act, payload: {} };
  }
}
