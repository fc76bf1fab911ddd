import type { StaffTimeline } from '../api/shapes.ts';
import { Time } from '../ui/time.tsx';
import { t, tFor } from '../words/words.ts';

/** Why the attempt has more time than its exam, and who gave it; nothing if it has none. */
export function ExtraTime({ given }: { given: StaffTimeline['allowed_because'] }) {
  if (given.length === 0) return null;
  return (
    <section className="section" aria-labelledby="extra-time-title">
      <h2 id="extra-time-title">{t('attempt.extra_time')}</h2>
      <ul className="plain">
        {given.map(({ minutes, kind, by, reason, at }) => (
          <li key={`${at} ${kind} ${minutes}`}>
            {t('timeline.minutes', { minutes })} {tFor('extra.kind', kind)}
            {reason && <span className="line-reason"> · {reason}</span>}
            <p className="quiet small">
              {by ?? t('unknown')} · <Time at={Date.parse(at)} form="day" />
            </p>
          </li>
        ))}
      </ul>
    </section>
  );
}
