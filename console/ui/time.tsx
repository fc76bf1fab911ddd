import { formatClock, formatClockSeconds, formatDayAndClock, formatNear } from '../time/format.ts';
import { useZone } from '../time/zone.ts';
import { serverNow } from '../time/server-clock.ts';

type Form = 'clock' | 'seconds' | 'day' | 'near';

/** An instant in the chosen zone; `at` in epoch milliseconds. */
export function Time({ at, form = 'near' }: { at: number; form?: Form }) {
  const zone = useZone();
  const text = {
    clock: () => formatClock(at, zone),
    seconds: () => formatClockSeconds(at, zone),
    day: () => formatDayAndClock(at, zone),
    near: () => formatNear(at, serverNow(), zone),
  }[form]();
  return <time dateTime={new Date(at).toISOString()}>{text}</time>;
}
