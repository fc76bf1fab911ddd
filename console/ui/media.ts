import { useCallback, useMemo, useSyncExternalStore } from 'react';

/** Whether a media query holds, as it changes. */
export function useMedia(query: string): boolean {
  const list = useMemo(() => matchMedia(query), [query]);
  const subscribe = useCallback(
    (listener: () => void) => {
      list.addEventListener('change', listener);
      return () => list.removeEventListener('change', listener);
    },
    [list],
  );
  return useSyncExternalStore(subscribe, () => list.matches);
}

let isPrinted = false;

function subscribeToPrinting(listener: () => void): () => void {
  const turn = (is: boolean) => () => {
    isPrinted = is;
    listener();
  };
  const stop = new AbortController();
  addEventListener('beforeprint', turn(true), stop);
  addEventListener('afterprint', turn(false), stop);
  return () => stop.abort();
}

/** Whether the page is being printed; what is shown then is there before the browser takes its picture. */
export function useIsPrinted(): boolean {
  return useSyncExternalStore(subscribeToPrinting, () => isPrinted);
}
