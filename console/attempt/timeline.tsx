import { useState } from 'react';
import type { StaffTimeline } from '../api/shapes.ts';
import { formatDay } from '../time/format.ts';
import { useZone } from '../time/zone.ts';
import { t } from '../words/words.ts';
import { KINDS, timelineLines, type TimelineKind } from './timeline-kinds.ts';
import { TimelineStep } from './timeline-step.tsx';

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
              <TimelineStep key={line.key} line={line} />
            ))}
          </ol>
        </div>
      ))}
    </section>
  );
}
