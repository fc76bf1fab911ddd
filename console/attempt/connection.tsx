import type { Gap } from '../api/shapes.ts';
import { formatDuration } from '../time/format.ts';
import { Time } from '../ui/time.tsx';
import { t } from '../words/words.ts';

/** When the learner's page was not heard from. */
export function Connection({ gaps }: { gaps: readonly Gap[] }) {
  return (
    <section className="section" aria-labelledby="connection-title">
      <h2 id="connection-title">{t('connection.title')}</h2>
      {gaps.length === 0 ? (
        <p className="quiet">{t('connection.none')}</p>
      ) : (
        <ul className="plain">
          {gaps.map((gap) => (
            <li key={gap.from}>
              <Time at={Date.parse(gap.from)} form="seconds" />
              {' – '}
              {gap.to === null ? t('connection.still') : <Time at={Date.parse(gap.to)} form="seconds" />}
              {' · '}
              {t('connection.length', { time: formatDuration(gap.seconds) })}
              {gap.service_outage_seconds > 0 && (
                <span className="quiet">
                  {' · '}
                  {t('connection.ours', { time: formatDuration(gap.service_outage_seconds) })}
                </span>
              )}
              {gap.ended_attempt && <strong className="tone-trouble"> · {t('connection.ended')}</strong>}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
