import { useEffect } from 'react';
import { t } from '../words/words.ts';

/** Names the page in the browser's tab and history. */
export function useTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · ${t('brand')}`;
  }, [title]);
}
