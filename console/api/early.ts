const begun = new Map<string, Promise<Response | null>>();

async function askEarly(address: string): Promise<Response | null> {
  try {
    const answer = await fetch(address, { headers: { accept: 'application/json' } });
    return answer.ok ? answer : null;
  } catch {
    return null;
  }
}

/** Begins readings before the page knows that it needs them, so that their answers travel while it is made ready. */
export function beginEarly(addresses: readonly string[]): void {
  for (const address of addresses) begun.set(address, askEarly(address));
}

/** The answer to a reading that was begun early, once; null if it was not, or in vain. */
export async function takeEarly(address: string): Promise<Response | null> {
  const answer = begun.get(address);
  begun.delete(address);
  return (await answer) ?? null;
}
