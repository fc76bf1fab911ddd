import { useState } from 'react';
import type { StaffTimeline } from '../api/shapes.ts';
import { formatClockSeconds, formatDay, formatDuration, type Zone } from '../time/format.ts';
import { useZone } from '../time/zone.ts';
import { BulkLink } from '../ui/bulk-link.tsx';
import { Time } from '../ui/time.tsx';
import { t, tFor } from '../words/words.ts';
import { KINDS, timelineLines, type TimelineKind, type TimelineLine } from './timeline-kinds.ts';

function whatHappened({ kind, event, to, from, minutes, ends }: TimelineLine, zone: Zone): string {
  if (kind === 'effects') return `${tFor('effect', event)}: ${tFor('outcome', to ?? '')}`;
  const more = [
    ...(minutes === null ? [] : [t('timeline.minutes', { minutes })]),
    ...(ends === null ? [] : [t('timeline.ends', { end: formatClockSeconds(ends, zone) })]),
  ];
  const word = [tFor('event', event), ...more].join(', ');
  return to === null || to === from ? word : `${word} → ${tFor('status', to)}`;
}

function Line({ line }: { line: TimelineLine }) {
  const zone = useZone();
  const who = line.person ?? tFor('who', line.who);
  const role = line.role === null ? tFor('who', line.who) : tFor('role', line.role);
  const reason = [line.category === null ? '' : tFor('category', line.category), line.reason ?? ''];
  return (
    <li className={`line line-${line.kind}`}>
      <span className="line-at numbers">
        <Time at={line.at} form="seconds" />
      </span>
      <div className="line-what">
        <p>
          {whatHappened(line, zone)} <BulkLink id={line.bulk} />
        </p>
        {reason.some(Boolean) && <p className="line-reason">{reason.filter(Boolean).join(': ')}</p>}
        {line.refusal !== null && <p className="quiet small">{t('timeline.in_vain', { code: line.refusal })}</p>}
        <p className="quiet small">
          {line.person !== null ? `${who} (${role})` : who}
          {line.left !== null && ` · ${t('timeline.left', { time: formatDuration(line.left) })}`}
        </p>
      </div>
    </li>
  );
}

/** What happened, newest last. Each kind can be left out. */
export function Timeline(told: Pick<StaffTimeline, 'steps' | 'ignored' | 'effects' | 'reports'>) {
  const zone = useZone();
  const [hidden, setHidden] = useState<ReadonlySet<TimelineKind>>(new Set());
  const lines = timelineLines(told);
  const toggle = (kind: TimelineKind) => {
    const after = new Set(hidden);
    if (!after.delete(kind)) after.add(kind);
    setHidden(after);
  };
  const byDay = Object.groupBy(
    lines.filter(({ kind }) => !hidden.has(kind)),
    ({ at }) => formatDay(at, zone),
  );
  return (
    <section className="section" aria-labelledby="timeline-title">
      <h2 id="timeline-title">{t('timeline.title')}</h2>
      <fieldset className="switches">
        <legend className="visually-hidden">{t('timeline.kinds')}</legend>
        {KINDS.filter((kind) => lines.some((line) => line.kind === kind)).map((kind) => (
          <button
            key={kind}
            type="button"
            className="button button-small"
            aria-pressed={!hidden.has(kind)}
            onClick={() => toggle(kind)}
          >
            {t(`timeline.kind.${kind}`)}
          </button>
        ))}
      </fieldset>
      {Object.entries(byDay).map(([day, own]) => (
        <div key={day}>
          <h3 className="day">
            {day} <span className="quiet">({zone.name})</span>
          </h3>
          <ol className="lines">
            {own?.map((line) => (
              <Line key={line.key} line={line} />
            ))}
          </ol>
        </div>
      ))}
    </section>
  );
}
