import { attentionOf, type Attention } from '../../rules/board/attention.ts';
import { useMoment } from '../time/ticker.ts';
import type { BoardStore } from './store.ts';
import { silentAfterMs } from './use-board.ts';

/** What a row needs attention for, to the second. */
export function useAttention(store: BoardStore, id: number): Attention {
  return useMoment((now) => {
    const row = store.row(id);
    if (!row) return 'rest';
    return attentionOf({ ...row, heard: store.heardAt(row, now) }, now, silentAfterMs(store));
  });
}
