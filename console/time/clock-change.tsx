import { formatClock, offsetOf, type Zone } from './format.ts';
import { useZone } from './zone.ts';
import { t } from '../words/words.ts';

const MINUTE = 60_000;

/** The minute in which a zone's clocks change between two instants, all in epoch milliseconds; null if they do not. */
export function findClockChange(from: number, to: number, zone: Zone): number | null {
  if (to <= from || offsetOf(from, zone) === offsetOf(to, zone)) return null;
  let [before, after] = [from, to];
  while (after - before > MINUTE) {
    const middle = (before + after) / 2;
    if (offsetOf(middle, zone) === offsetOf(from, zone)) before = middle;
    else after = middle;
  }
  return Math.floor(after / MINUTE) * MINUTE;
}

/** Says that the clocks on the wall change between two instants; nothing if they do not. */
export function ClockChange({ from, to }: { from: number; to: number }) {
  const zone = useZone();
  const at = findClockChange(from, to, zone);
  if (at === null) return null;
  const [before, after] = [formatClock(at - 1, zone), formatClock(at, zone)];
  return <p className="tone-silent small">{t('time.change', { before, after })}</p>;
}
