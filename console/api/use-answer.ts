import { useCallback, useEffect, useState } from 'react';
import { CallFailed } from './client.ts';

/** What is known of an answer. A failed reload keeps the last one, which is then out of date. */
export interface Answered<Answer> {
  data: Answer | null;
  error: CallFailed | null;
  isLoading: boolean;
  /** Asks again. */
  reload: () => void;
}

const asFailure = (error: unknown): CallFailed =>
  error instanceof CallFailed
    ? error
    : new CallFailed(String(error), { status: 0, code: 'internal_error', requestId: null, body: null }, error);

/** Asks once for each `key`, and again when `version` changes; a null `key` asks for nothing. `load` may change freely. */
export function useAnswer<Answer>(
  key: string | null,
  load: (signal: AbortSignal) => Promise<Answer>,
  version: number = 0,
): Answered<Answer> {
  const [round, setRound] = useState(0);
  const [known, setKnown] = useState<{ key: string; data: Answer | null; error: CallFailed | null } | null>(null);
  const [isLoading, setLoading] = useState(key !== null);

  useEffect(() => {
    if (key === null) return;
    const stop = new AbortController();
    setLoading(true);
    load(stop.signal)
      .then((data) => setKnown({ key, data, error: null }))
      .catch((error: unknown) => {
        if (stop.signal.aborted) return;
        setKnown((before) => ({ key, data: before?.key === key ? before.data : null, error: asFailure(error) }));
      })
      .finally(() => {
        if (!stop.signal.aborted) setLoading(false);
      });
    return () => stop.abort();
    // oxlint-disable-next-line react/exhaustive-deps -- `load` is made anew with every render, the key says when it differs
  }, [key, round, version]);

  const reload = useCallback(() => setRound((before) => before + 1), []);
  const current = known?.key === key ? known : null;
  return { data: current?.data ?? null, error: current?.error ?? null, isLoading, reload };
}
