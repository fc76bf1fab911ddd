import { useState } from 'react';
import { CallFailed } from '../api/client.ts';

/** A call that a form or a button makes: whether it is under way, and why it failed. */
export function useSending() {
  const [isSending, setSending] = useState(false);
  const [failure, setFailure] = useState<CallFailed | null>(null);
  const send = async (call: () => Promise<void>) => {
    setSending(true);
    setFailure(null);
    try {
      await call();
    } catch (error) {
      if (!(error instanceof CallFailed)) throw error;
      setFailure(error);
    } finally {
      setSending(false);
    }
  };
  return { isSending, failure, send };
}
