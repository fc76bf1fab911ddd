import { formatDayAndClock } from '../time/format.ts';
import { useNow } from '../time/ticker.ts';
import { useZone } from '../time/zone.ts';
import { t } from '../words/words.ts';
import { useMe } from './me.ts';

const MINUTE_MS = 60_000;

/** On paper: when and by whom it was made, with the zone of all its times. */
export function PrintedNote() {
  const zone = useZone();
  const { user } = useMe();
  const made = useNow(MINUTE_MS);
  return t('attempt.printed', { at: formatDayAndClock(made, zone), zone: zone.name, by: user.name || user.username });
}
