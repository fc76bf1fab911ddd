import { formatDuration } from '../time/format.ts';
import { t } from '../words/words.ts';
import type { Act } from './act.ts';

export const PAUSE: Act = {
  name: 'pause',
  reason: 'required',
  category: () => 'fire-alarm',
  preview: ({ row, now }) =>
    row.ends === null ? null : t('act.pause.preview', { time: formatDuration((row.ends - now) / 1000) }),
};

export const UNPAUSE: Act = {
  name: 'unpause',
  reason: 'optional',
  category: () => 'other',
  preview: ({ row }) => (row.left === null ? null : t('act.unpause.preview', { time: formatDuration(row.left) })),
};
