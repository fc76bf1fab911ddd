import { use } from 'react';
import { isServed } from '../api/is-served.ts';
import type { Row } from '../api/shapes.ts';
import { serverNow } from '../time/server-clock.ts';
import { useMe } from '../ui/me.ts';
import { t } from '../words/words.ts';
import { SurroundingsContext, useActs } from './acts-context.ts';
import { mainAct, whyNot } from './availability.ts';
import { actPath } from './names.ts';

/** A button for what an attempt asks for most, if the person may do it. */
export default function MainAct({ row }: { row: Row }) {
  const me = useMe();
  const { course } = use(SurroundingsContext);
  const acts = useActs();
  const act = mainAct(row);
  if (act === null || !isServed(actPath(act)) || whyNot(act, row, me, { course, now: serverNow() }) !== null)
    return null;
  return (
    <button type="button" className="button button-main" onClick={() => acts.ask(act, row)}>
      {t(`act.${act}`)}
    </button>
  );
}
