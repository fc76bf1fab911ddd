// What a request can bring that signs nobody in. Whoever it speaks of could do everything, were it believed.
import { PEOPLE, newLearner, type Api } from '../harness.ts';
import type { Person } from '../../../dev/people.ts';
import type { ErrorCode } from '../../../api/errors/catalogue.ts';
import { claimsFor, signClaims, withToken, type Headers, type SIGNERS } from './tokens.ts';

export interface BadSignIn {
  name: string;
  headers: Headers;
  /** How it is refused. */
  code: ErrorCode;
  /** Only writes are refused. */
  isForWrites?: true;
}

const staff: Person = PEOPLE.dora;
const HOUR = 3_600;
const soon = () => Math.floor(Date.now() / 1000);
const base64 = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** With other claims than were signed. */
function alter(token: string): string {
  const [header, , signature] = token.split('.');
  return `${header}.${base64(claimsFor(staff))}.${signature}`;
}

const cookie = ([start, end]: readonly [string?, string?]): string =>
  [
    ...(start === undefined ? [] : [`edx-jwt-cookie-header-payload=${start}`]),
    ...(end === undefined ? [] : [`edx-jwt-cookie-signature=${end}`]),
  ].join('; ');

/** The two cookies of a token. */
function halvesOf(token: string): [string, string] {
  const dot = token.lastIndexOf('.');
  return [token.slice(0, dot), token.slice(dot + 1)];
}

/** The token against forged requests, with the cookie that it must match. */
async function takeCsrf(api: Api): Promise<{ cookie: string; token: string }> {
  const { body, headers } = await api.callRoot('GET', '/csrf/api/v1/token');
  const [given = ''] = [headers['set-cookie'] ?? []].flat();
  return { cookie: given.split(';')[0] ?? '', token: (body as { csrfToken: string }).csrfToken };
}

/** Signs somebody in once, and then has them retired. */
async function retiredPerson(api: Api, retirer: Headers): Promise<Person> {
  const person = { ...newLearner(), administrator: true };
  const headers = withToken(await signClaims(claimsFor(person)));
  const signIn = await api.call('GET', '/v1/proctored_exam/attempt', { headers });
  const retired = await api.call('POST', `/v1/retire_user/${person.userId}/`, { headers: retirer });
  if (signIn.status !== 200 || retired.status !== 204) throw new Error('Nobody was retired.');
  return person;
}

/** Makes one of every kind. */
export async function makeBadSignIns(api: Api, retirer: Headers): Promise<BadSignIn[]> {
  const good = await signClaims(claimsFor(staff));
  const [start, end] = halvesOf(good);
  const csrf = await takeCsrf(api);
  const token = async (
    name: string,
    changed: Record<string, unknown>,
    { signer = 'shared', code = 'token_invalid' }: { signer?: keyof typeof SIGNERS; code?: ErrorCode } = {},
  ): Promise<BadSignIn> => ({ name, code, headers: withToken(await signClaims(claimsFor(staff, changed), signer)) });
  const text = (name: string, authorization: string, code: ErrorCode = 'token_invalid'): BadSignIn => ({
    name,
    code,
    headers: { authorization },
  });
  /** By cookies, and with the token against forged requests. */
  const cookies = (name: string, sent: string, code: ErrorCode = 'not_authenticated'): BadSignIn => ({
    name,
    code,
    headers: { cookie: `${csrf.cookie}; ${sent}`, 'x-csrftoken': csrf.token },
  });
  const [, otherEnd] = halvesOf(await signClaims(claimsFor(newLearner())));
  return [
    await token('expired', { exp: soon() - HOUR }, { code: 'token_expired' }),
    await token('not yet valid', { nbf: soon() + HOUR }),
    await token('signed with another secret', {}, { signer: 'anotherSecret' }),
    await token('signed with another pair under the name of a known key', {}, { signer: 'anotherPair' }),
    await token('signed with a key that nobody published', {}, { signer: 'unknownName' }),
    await token('signed with the public key as a secret', {}, { signer: 'publicKeyAsSecret' }),
    text(
      'signed with a secret and called RS256',
      `JWT ${base64({ alg: 'RS256', kid: 'of-the-lms' })}.${good.split('.').slice(1).join('.')}`,
    ),
    text('unsigned (alg none)', `JWT ${base64({ alg: 'none' })}.${good.split('.')[1]}.`),
    text('without its signature', `JWT ${start}.`),
    text('altered after it was signed', `JWT ${alter(await signClaims(claimsFor(newLearner())))}`),
    await token('of another issuer', { iss: 'https://lms.example.com/oauth2' }),
    await token('without an issuer', { iss: null }),
    await token('for another audience', { aud: 'shop.example.org' }),
    await token('without an audience', { aud: null }),
    await token('without a user name', { preferred_username: null }),
    await token('with a user name that is no text', { preferred_username: { $ne: null } }),
    await token('without an end', { exp: null }),
    await token('without the instant of its issue', { iat: null }),
    await token('of a later version of the format', { version: '2.0.0' }),
    await token('in the name of this service', { iss: 'durable-proctoring', groups: ['one_review'] }),
    await token('of a restricted application', { is_restricted: true }, { code: 'token_restricted' }),
    {
      name: 'of a retired person',
      code: 'account_retired',
      headers: withToken(await signClaims(claimsFor(await retiredPerson(api, retirer)))),
    },
    text('no token at all', 'JWT abc'),
    text('of two parts', `JWT ${start}`),
    text('of 60,000 characters', `JWT ${good}${'A'.repeat(60_000)}`),
    text('an empty scheme', 'JWT ', 'not_authenticated'),
    text('another scheme', `Basic ${Buffer.from('one:one-secret').toString('base64')}`, 'not_authenticated'),
    cookies('the first cookie of the pair alone', cookie([start])),
    cookies('the second cookie of the pair alone', cookie([undefined, end])),
    cookies('the cookies of two tokens', cookie([start, otherEnd]), 'token_invalid'),
    {
      name: 'a good pair of cookies without the CSRF token',
      code: 'csrf_failed',
      headers: { cookie: cookie([start, end]) },
      isForWrites: true,
    },
  ];
}
