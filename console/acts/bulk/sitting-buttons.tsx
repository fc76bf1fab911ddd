import { use } from 'react';
import { roleFor } from '../../../rules/attempt/acts.ts';
import { SITTING_ACTS } from '../../../rules/bulk/holds.ts';
import type { Row } from '../../api/shapes.ts';
import { useMe } from '../../ui/me.ts';
import { t } from '../../words/words.ts';
import { SurroundingsContext } from '../acts-context.ts';
import { rolesIn } from '../availability.ts';

export type SittingAct = (typeof SITTING_ACTS)[number];

interface SittingState {
  rows: readonly Row[];
  /** It holds for those too who begin later. */
  isPaused: boolean;
}

/** Whether there is somebody to whom it may be done now, or who may come. */
const CONCERNS: Record<SittingAct, (sitting: SittingState) => boolean> = {
  pause: ({ rows, isPaused }) =>
    rows.some(({ paused, stopped }) => paused === null && stopped === null) || (rows.length === 0 && !isPaused),
  unpause: ({ rows, isPaused }) => isPaused || rows.some(({ paused }) => paused !== null),
  'extra-time': ({ rows }) => rows.some(({ stopped }) => stopped === null),
};

/** What can be done to everybody who takes the exam today, those too who begin later. */
export default function SittingButtons({
  onChoice,
  ...sitting
}: SittingState & { onChoice: (act: SittingAct) => void }) {
  const me = useMe();
  const { course } = use(SurroundingsContext);
  const roles = rolesIn(course, me);
  const offered = SITTING_ACTS.filter((act) => roleFor(act, roles) !== null && CONCERNS[act](sitting));
  return (
    <>
      {offered.map((act) => (
        <button key={act} type="button" className="button" onClick={() => onChoice(act)}>
          {t(`sitting.${act}`)}
        </button>
      ))}
    </>
  );
}
