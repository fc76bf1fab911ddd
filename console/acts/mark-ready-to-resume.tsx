import { formatDuration } from '../time/format.ts';
import { t } from '../words/words.ts';
import type { Act } from './act.ts';

export const MARK_READY_TO_RESUME: Act = {
  name: 'mark-ready-to-resume',
  reason: 'required',
  category: (target) => (target?.row.error?.event === 'heartbeat-lost' ? 'network' : 'vendor-software'),
  preview: ({ row }) =>
    row.left === null
      ? t('act.mark-ready-to-resume.preview')
      : t('act.mark-ready-to-resume.preview_left', { time: formatDuration(row.left) }),
};
