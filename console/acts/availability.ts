import type { Me, Row } from '../api/shapes.ts';
import { roleFor, type Act } from '../../rules/attempt/acts.ts';
import type { StaffRole } from '../../rules/attempt/events.ts';
import { listActs, type WhyNot } from '../../rules/attempt/possible-acts.ts';
import type { TextKey } from '../words/words.ts';
import type { ActName } from './names.ts';
import { stateOfRow } from './state-of-row.ts';

const ROLES: readonly StaffRole[] = ['global_staff', 'course_staff', 'invigilator', 'reviewer'];

/** Roles in the course. The LMS may know of more than the sign-in names: whoever has none counts as course staff. */
export function rolesIn(course: string, { roles }: Me): StaffRole[] {
  const here = roles.filter((each) => each.course === null || each.course === course);
  const known = ROLES.filter((role) => here.some((each) => each.role === role));
  return known.length > 0 ? known : ['course_staff'];
}

/** The state of the attempt says more to a person than that the rules refuse. */
const SAYS_LITTLE: readonly WhyNot[] = ['illegal_transition', 'nothing_to_do', 'attempt_not_resumable'];

function reasonOf(act: Act, row: Row, roles: readonly StaffRole[], now: number): TextKey | null {
  const found = listActs(stateOfRow(row), roles, now).find((each) => each.act === act);
  const why = found?.why ?? null;
  if (why === null) return null;
  if (why === 'not_your_role') return roleFor(act, ['reviewer']) ? 'why.reviewers' : 'why.course_staff';
  if (why === 'already_paused') return 'why.paused';
  if (why === 'not_paused') return 'why.not_paused';
  if (SAYS_LITTLE.includes(why) || row.phase !== 'running') return `why.${row.phase}`;
  return 'why.rules';
}

/** Why an act is not possible at `now`, as the key of a text; null if it is. The workflow decides by the same rules. */
export function whyNot(
  act: ActName,
  row: Row,
  me: Me,
  { course, now }: { course: string; now: number },
): TextKey | null {
  return act === 'note' ? null : reasonOf(act, row, rolesIn(course, me), now);
}

/** The one act that a row in this state asks for most. */
export function mainAct(row: Row): ActName | null {
  if (row.paused !== null) return 'unpause';
  if (row.status === 'error') return 'mark-ready-to-resume';
  return row.ends === null ? null : 'extra-time';
}
