import { formatDayAndClock } from '../../time/format.ts';
import { useZone } from '../../time/zone.ts';
import { t } from '../../words/words.ts';
import type { DueEffect } from './due-date.ts';

const MOST_SHOWN = 5;

/** Says what due dates do to the time that is about to be granted: a warning where they cut it. */
export function DueNotice({ effects }: { effects: readonly (DueEffect | null)[] }) {
  const zone = useZone();
  const known = effects.filter((effect) => effect !== null);
  const cuts = known.filter(({ what }) => what !== 'ahead');
  const [only] = known;
  const write = (at: number) => formatDayAndClock(at, zone);
  return (
    <output>
      {cuts.length > 0 && (
        <span className="notice notice-warn">
          {cuts.slice(0, MOST_SHOWN).map((effect) => (
            <span key={effect.exam}>
              {t(`allowances.due.${effect.what}`, {
                exam: effect.exam,
                due: write(effect.due),
                end: 'end' in effect ? write(effect.end) : '',
              })}
            </span>
          ))}
          {cuts.length > MOST_SHOWN && t('allowances.due.more', { count: cuts.length - MOST_SHOWN })}
          <span>{t('allowances.due.own')}</span>
        </span>
      )}
      {effects.length === 1 && only?.what === 'ahead' && (
        <span className="hint">{t('allowances.due.ahead', { due: write(only.due), latest: write(only.latest) })}</span>
      )}
    </output>
  );
}
