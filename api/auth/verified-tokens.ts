import { hash } from 'node:crypto';

/** With their claims, some twenty megabytes. */
const MAXIMUM = 20_000;
/** Open edX's tokens are shorter; longer ones are verified each time. */
const LONGEST_TOKEN = 4_000;

/** What a token says, once its signature has been checked. */
export interface Verified<Claims> {
  claims: Claims;
  /** In epoch seconds. */
  expiresAt: number;
  /** Whether the keys that it was checked with are still the ones to check it with. */
  isCurrent: () => boolean;
}

/**
 * Remembers a verified token, by its hash, until it expires or the keys change, because to check a signature costs more
 * than the rest of a learner's poll. Refusals are not remembered. Throws what `verify` throws.
 */
export function rememberVerified<Claims>(
  verify: (token: string) => Promise<Verified<Claims>>,
  clock: () => number,
): (token: string) => Promise<Claims> {
  const known = new Map<string, Verified<Claims>>();
  const mayBelieve = ({ expiresAt, isCurrent }: Verified<Claims>) =>
    expiresAt > Math.floor(clock() / 1000) && isCurrent();

  return async (token) => {
    if (token.length > LONGEST_TOKEN) return (await verify(token)).claims;
    const key = hash('sha256', token, 'base64url');
    const found = known.get(key);
    if (found && mayBelieve(found)) return found.claims;
    known.delete(key);
    const verified = await verify(token);
    known.set(key, verified);
    const [oldest] = known.keys();
    if (known.size > MAXIMUM && oldest !== undefined) known.delete(oldest);
    return verified.claims;
  };
}
