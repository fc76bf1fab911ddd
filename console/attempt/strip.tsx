import type { Row, StaffTimeline } from '../api/shapes.ts';
import { formatClockSeconds, formatDuration } from '../time/format.ts';
import { serverNow } from '../time/server-clock.ts';
import { useZone } from '../time/zone.ts';
import { Time } from '../ui/time.tsx';
import { t, tFor } from '../words/words.ts';
import { stripParts } from './strip-parts.ts';

const percent = (share: number) => `${share * 100}%`;

/** The whole attempt as one line; the table below says the same in words. */
export function Strip({ timeline, row }: { timeline: StaffTimeline; row: Row | undefined }) {
  const zone = useZone();
  const strip = stripParts(timeline, serverNow());
  if (!strip) return null;
  const words = (status: string, from: number, to: number) =>
    `${status}: ${formatClockSeconds(from, zone)}–${formatClockSeconds(to, zone)} (${formatDuration((to - from) / 1000)})`;
  return (
    <figure className="strip">
      <ol className="strip-line" aria-label={t('attempt.strip')}>
        {strip.parts.map(({ status, tone, from, to, start, length }) => (
          <li
            key={from}
            className={`strip-part tone-${tone}`}
            style={{ insetInlineStart: percent(start), inlineSize: percent(length) }}
            title={words(tFor('status', status), from, to)}
          >
            <span className="visually-hidden">{words(tFor('status', status), from, to)}</span>
          </li>
        ))}
        {strip.gaps.map(({ from, to, start, length }) => (
          <li
            key={`gap ${from}`}
            className="strip-gap"
            style={{ insetInlineStart: percent(start), inlineSize: percent(length) }}
            title={words(t('attempt.gap'), from, to)}
          >
            <span className="visually-hidden">{words(t('attempt.gap'), from, to)}</span>
          </li>
        ))}
      </ol>
      <figcaption className="strip-ends small quiet">
        <Time at={strip.from} />
        {row && row.extra[0] + row.extra[1] > 0 && (
          <span>{t('attempt.extra', { minutes: row.extra[0] + row.extra[1] })}</span>
        )}
        <Time at={strip.to} />
      </figcaption>
    </figure>
  );
}
