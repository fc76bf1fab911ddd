/** How instants and durations are written. Instants are epoch milliseconds, durations seconds unless said otherwise. */
import { t, tn } from '../words/words.ts';

const MINUTE = 60;
const HOUR = 3600;
const DAY_MS = 24 * HOUR * 1000;
/** Seconds are counted only near the end. */
const COUNTED_BELOW = 10 * MINUTE;

const pad = (number: number) => String(number).padStart(2, '0');

/** `9:05` or `1:02:10`. */
export function formatDuration(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const [hours, minutes, rest] = [Math.floor(whole / HOUR), Math.floor((whole % HOUR) / MINUTE), whole % MINUTE];
  return hours > 0 ? `${hours}:${pad(minutes)}:${pad(rest)}` : `${minutes}:${pad(rest)}`;
}

/** Time left on a running clock: minutes, rounded up, and in the last ten minutes seconds too. */
export function formatLeft(seconds: number): string {
  if (seconds < COUNTED_BELOW) return formatDuration(seconds);
  const minutes = Math.ceil(seconds / MINUTE);
  if (minutes < 60) return t('time.minutes', { minutes });
  return t('time.hours', { hours: Math.floor(minutes / 60), minutes: pad(minutes % 60) });
}

/** How long ago something was: "now", "90 s", "4 min". */
export function formatAge(seconds: number): string {
  if (seconds < 30) return t('time.now');
  if (seconds < 2 * MINUTE) return t('time.seconds', { seconds: Math.floor(seconds / 10) * 10 });
  if (seconds < 2 * HOUR) return t('time.minutes', { minutes: Math.floor(seconds / MINUTE) });
  if (seconds < 48 * HOUR) return tn('time.hours_long', Math.floor(seconds / HOUR));
  return tn('time.days', Math.floor(seconds / (24 * HOUR)));
}

export interface Zone {
  /** As Intl knows it, such as `Europe/Zurich`. */
  name: string;
  locale: string;
}

const formats = new Map<string, Intl.DateTimeFormat>();

function formatWith({ name, locale }: Zone, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${locale} ${name} ${JSON.stringify(options)}`;
  const known = formats.get(key);
  if (known) return known;
  const made = new Intl.DateTimeFormat(locale, { timeZone: name, hourCycle: 'h23', ...options });
  formats.set(key, made);
  return made;
}

/** Wall clock: `15:48`. */
export const formatClock = (at: number, zone: Zone) =>
  formatWith(zone, { hour: '2-digit', minute: '2-digit' }).format(at);

/** Wall clock with seconds: `15:48:07`. */
export const formatClockSeconds = (at: number, zone: Zone) =>
  formatWith(zone, { hour: '2-digit', minute: '2-digit', second: '2-digit' }).format(at);

/** How far the zone's clocks are from UTC then: `GMT+01:00`. */
export const offsetOf = (at: number, zone: Zone) =>
  formatWith(zone, { timeZoneName: 'longOffset' })
    .formatToParts(at)
    .find(({ type }) => type === 'timeZoneName')?.value;

/** `Wed, 25 Nov 2026`. */
export const formatDay = (at: number, zone: Zone) =>
  formatWith(zone, { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' }).format(at);

/** Day and wall clock. */
export const formatDayAndClock = (at: number, zone: Zone) =>
  formatWith(zone, { day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit' }).format(at);

/** The clock alone for something near `now`, otherwise with its day. */
export function formatNear(at: number, now: number, zone: Zone): string {
  const isSameDay = Math.abs(at - now) < DAY_MS && formatDay(at, zone) === formatDay(now, zone);
  return isSameDay ? formatClock(at, zone) : formatDayAndClock(at, zone);
}
