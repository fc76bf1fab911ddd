import type { Act } from './act.ts';
import { CORRECT_END } from './correct-end.tsx';
import { ERROR, REAPPLY, SUBMIT } from './endings.tsx';
import { EXTRA_TIME } from './extra-time.tsx';
import { MARK_READY_TO_RESUME } from './mark-ready-to-resume.tsx';
import type { ActName } from './names.ts';
import { NOTE } from './note.tsx';
import { PAUSE, UNPAUSE } from './pause.tsx';
import { DELETE, RESET } from './removals.tsx';
import { SET_STATUS } from './set-status.tsx';

export const ALL_ACTS: Record<ActName, Act> = {
  'mark-ready-to-resume': MARK_READY_TO_RESUME,
  pause: PAUSE,
  unpause: UNPAUSE,
  'extra-time': EXTRA_TIME,
  'correct-end': CORRECT_END,
  submit: SUBMIT,
  error: ERROR,
  'set-status': SET_STATUS,
  reapply: REAPPLY,
  note: NOTE,
  reset: RESET,
  delete: DELETE,
};
