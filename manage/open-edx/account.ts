import { decodeJwt, decodeProtectedHeader } from 'jose';
import { z } from 'zod';
import type { Config } from '../../config.ts';
import { ask, describeAnswer } from './ask.ts';

/** Our account at Open edX: the token that it was given, or why there is none. */
export type Account =
  | { token: string; algorithm: string; issuer: string; audiences: string[]; isGlobalStaff: boolean }
  | { token: null; why: string };

const granted = z.object({ access_token: z.string().min(1) });
const claims = z.object({
  iss: z.string().catch(''),
  aud: z.union([z.array(z.string()), z.string().transform((one) => [one])]).catch([]),
  administrator: z.boolean().catch(false),
});

/** Signs in to the LMS as the service does: with the client of its settings, whose tokens are those of everybody. */
export async function signIn(lms: string, { clientId, clientSecret }: Config['openedx']): Promise<Account> {
  if (clientId === undefined) return { token: null, why: 'not set' };
  const answer = await ask(`${lms}/oauth2/access_token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: clientId,
      client_secret: clientSecret,
      token_type: 'jwt',
    }),
  });
  const parsed = granted.safeParse(answer?.body);
  if (!parsed.success) return { token: null, why: `the LMS gives no token: ${describeAnswer(answer)}` };
  const token = parsed.data.access_token;
  try {
    const { iss, aud, administrator } = claims.parse(decodeJwt(token));
    const algorithm = decodeProtectedHeader(token).alg ?? '';
    return { token, algorithm, issuer: iss, audiences: aud, isGlobalStaff: administrator };
  } catch {
    return { token: null, why: 'the LMS gives a token that is no JWT' };
  }
}
