import { use } from 'react';
import { isServed } from '../api/is-served.ts';
import type { Row } from '../api/shapes.ts';
import { serverNow } from '../time/server-clock.ts';
import { useMe } from '../ui/me.ts';
import { t } from '../words/words.ts';
import { SurroundingsContext } from './acts-context.ts';
import { whyNot } from './availability.ts';
import { ACTS, actPath, type ActName } from './names.ts';

/** Every act on an attempt; those that are not possible say why. */
export default function Items({ row, onChoice }: { row: Row; onChoice: (act: ActName) => void }) {
  const me = useMe();
  const { course } = use(SurroundingsContext);
  const acts = ACTS.filter((act) => isServed(actPath(act)) && act !== (row.paused === null ? 'unpause' : 'pause')).map(
    (act) => {
      const why = whyNot(act, row, me, { course, now: serverNow() });
      return (
        <li key={act}>
          <button
            type="button"
            className="menu-item"
            aria-disabled={why !== null}
            onClick={() => why === null && onChoice(act)}
          >
            {t(`act.${act}`)}
            {why !== null && <span className="quiet"> – {t(why)}</span>}
          </button>
        </li>
      );
    },
  );
  return <ul>{acts}</ul>;
}
