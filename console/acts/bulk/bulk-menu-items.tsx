import { use } from 'react';
import { BULK_ACTS, roleFor, type Act } from '../../../rules/attempt/acts.ts';
import { useMe } from '../../ui/me.ts';
import { t } from '../../words/words.ts';
import { SurroundingsContext } from '../acts-context.ts';
import { rolesIn } from '../availability.ts';

/** Every act that can be done to many; those that the person's role does not permit say whose does. */
export default function BulkMenuItems({ onChoice }: { onChoice: (act: Act) => void }) {
  const me = useMe();
  const { course } = use(SurroundingsContext);
  const roles = rolesIn(course, me);
  const items = BULK_ACTS.map((act) => {
    const isPermitted = roleFor(act, roles) !== null;
    return (
      <li key={act}>
        <button
          type="button"
          className="menu-item"
          aria-disabled={!isPermitted}
          onClick={() => isPermitted && onChoice(act)}
        >
          {t(`act.${act}`)}
          {!isPermitted && (
            <span className="quiet"> – {t(roleFor(act, ['reviewer']) ? 'why.reviewers' : 'why.course_staff')}</span>
          )}
        </button>
      </li>
    );
  });
  return <ul>{items}</ul>;
}
