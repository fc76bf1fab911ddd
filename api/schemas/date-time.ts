export const WRONG_FORMAT =
  'Datetime has wrong format. Use one of these formats instead: YYYY-MM-DDThh:mm[:ss[.uuuuuu]][+HH:MM|-HH:MM|Z].';

const DATE = /^(\d{4})-(\d{1,2})-(\d{1,2})$/;
const TIME = /^(\d{1,2})(?::(\d{1,2})(?::(\d{1,2})(?:[.,](\d+))?)?)?$/;
const ZONE = /\s*(Z|[+-]\d{2}(?::?\d{2})?)$/i;

const padded = (digits = '0') => digits.padStart(2, '0');

function canonicalZone(zone = 'Z'): string {
  if (zone.toUpperCase() === 'Z') return 'Z';
  return `${zone.slice(0, 3)}:${zone.slice(3).replace(':', '') || '00'}`;
}

/**
 * The forms of a date with time that the original takes, as one: a blank for the `T`, single digits, a comma before the
 * fraction, zones without colon or minutes. Without a zone it is UTC, without a time midnight. Whatever is something else
 * stays as it is.
 */
export function canonicalDateTime(text: string): string {
  const given = text.trim();
  const [day = '', ...rest] = given.split(/[T ]/i);
  const clock = rest.join(' ').trim();
  const zone = ZONE.exec(clock);
  const date = DATE.exec(day);
  const time = TIME.exec(clock === '' ? '0' : clock.slice(0, zone?.index));
  if (!date || !time) return given;
  const [hour, minute, second] = time.slice(1, 4).map(padded);
  const fraction = (time[4] ?? '0').slice(0, 3);
  const [year, month, dayOfMonth] = [date[1], padded(date[2]), padded(date[3])];
  return `${year}-${month}-${dayOfMonth}T${hour}:${minute}:${second}.${fraction}${canonicalZone(zone?.[1])}`;
}

/** Whether an instant can be written with a year of four digits, as the wire has it. */
export function hasFourDigitYear(instant: number): boolean {
  return /^\d{4}-/.test(new Date(instant).toISOString()) && instant >= Date.parse('0001-01-01T00:00:00Z');
}
