import { formatClockSeconds, formatDuration, type Zone } from '../time/format.ts';
import { useZone } from '../time/zone.ts';
import { BulkLink } from '../ui/bulk-link.tsx';
import { Time } from '../ui/time.tsx';
import { t, tFor } from '../words/words.ts';
import type { TimelineLine } from './timeline-kinds.ts';

function whatHappened({ kind, event, to, from, minutes, ends }: TimelineLine, zone: Zone): string {
  if (kind === 'effects') return `${tFor('effect', event)}: ${tFor('outcome', to ?? '')}`;
  const more = [
    ...(minutes === null ? [] : [t('timeline.minutes', { minutes })]),
    ...(ends === null ? [] : [t('timeline.ends', { end: formatClockSeconds(ends, zone) })]),
  ];
  const word = [tFor('event', event), ...more].join(', ');
  return to === null || to === from ? word : `${word} → ${tFor('status', to)}`;
}

/** One line of a timeline: when, what, why and by whom. */
export function TimelineStep({ line }: { line: TimelineLine }) {
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
