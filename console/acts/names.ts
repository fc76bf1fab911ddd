import type { Act as AttemptAct } from '../../rules/attempt/acts.ts';

/** What a person can do to an attempt, in the order of the menus: the acts of the rules, and a note. */
export const ACTS = [
  'mark-ready-to-resume',
  'pause',
  'unpause',
  'extra-time',
  'correct-end',
  'submit',
  'error',
  'set-status',
  'reapply',
  'note',
  'reset',
  'delete',
] as const satisfies readonly (AttemptAct | 'note')[];
export type ActName = (typeof ACTS)[number];

/** The call that carries an act out, as it is described. */
export function actPath(act: ActName): string {
  return act === 'note' ? '/attempts/{attempt_id}/notes' : `/attempts/{attempt_id}/acts/${act}`;
}
