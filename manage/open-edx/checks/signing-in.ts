import { ask, describeAnswer } from '../ask.ts';
import { missing, set, unseen, type Finding } from '../finding.ts';
import type { Site } from '../site.ts';

const URL_OF_LMS = { place: 'here', setting: 'OPENEDX_URL' } as const;
const CLIENT = { place: 'here', setting: 'OPENEDX_CLIENT_ID, OPENEDX_CLIENT_SECRET' } as const;
const ISSUER = { place: 'here', setting: 'JWT_ISSUER' } as const;
const AUDIENCE = { place: 'here', setting: 'JWT_AUDIENCE' } as const;
const SHARED_KEY = { place: 'here', setting: 'JWT_SECRET_KEY' } as const;
const KEY_SET = { place: 'here', setting: 'JWT_PUBLIC_JWK_SET' } as const;

const NEW_CLIENT = [
  './manage.py lms manage_user exams_worker exams_worker@example.com --staff --unusable-password',
  './manage.py lms create_dot_application --grant-type client-credentials exams_worker exams_worker',
].join('\n');
const KEY_SET_VALUE = "JWT_AUTH['JWT_PUBLIC_SIGNING_JWK_SET'] of the LMS, as it is there";
const SHARED_KEY_VALUE = "JWT_AUTH['JWT_SECRET_KEY'] of the LMS";

/** Whether the service may ask the LMS, and as whom. */
function checkAccount({ config, lms, account }: Site): Finding[] {
  const { url } = config.openedx;
  const value = `OPENEDX_URL=${lms}`;
  const address =
    url === undefined
      ? missing(URL_OF_LMS, 'not set, so nobody is known as staff of a course', value)
      : new URL(url).origin === new URL(lms).origin
        ? set(URL_OF_LMS, 'the LMS')
        : unseen(URL_OF_LMS, `another address than the LMS that is checked`, value);
  if (account.token !== null && account.isGlobalStaff)
    return [address, set(CLIENT, 'the LMS knows it as global staff')];
  if (account.token !== null) {
    const grant =
      './manage.py lms manage_user NAME EMAIL --staff, with the name of the user to whom the client belongs';
    return [address, missing(CLIENT, 'its user is not global staff', grant)];
  }
  if (config.openedx.clientId !== undefined) return [address, missing(CLIENT, account.why, NEW_CLIENT)];
  const why = 'not set: what only global staff is shown cannot be checked';
  return [address, unseen(CLIENT, why, `${NEW_CLIENT}\nThe second command prints both values.`)];
}

/** Whether tokens of the LMS sign people in here; the account's own is tried at the running service. */
async function checkTokens({ config, own, account }: Site): Promise<Finding[]> {
  const { issuers, audiences, keySet, jwksUrl } = config.auth;
  const hasKeySet = keySet !== undefined || jwksUrl !== undefined;
  const browsers = hasKeySet
    ? unseen(KEY_SET, 'given; whether it is that of the LMS shows when somebody signs in', KEY_SET_VALUE)
    : missing(KEY_SET, 'not set, nor is JWT_JWKS_URL: no cookie of a browser can be checked', KEY_SET_VALUE);
  if (account.token === null) return [browsers];

  const answer = await ask(`${own}/api/v1/exams/attempt/latest`, {
    headers: { authorization: `JWT ${account.token}` },
  });
  const isAsymmetric = account.algorithm.startsWith('RS');
  const key = isAsymmetric ? KEY_SET : SHARED_KEY;
  const others = isAsymmetric ? [] : [browsers];
  if (answer?.status === 200) {
    return [
      set(ISSUER, 'a token of the LMS is accepted'),
      set(AUDIENCE, 'a token of the LMS is accepted'),
      set(key, 'a token of the LMS is accepted'),
      ...others,
    ];
  }
  const isIssuer = issuers.length === 0 || issuers.includes(account.issuer);
  const isAudience = audiences.length === 0 || audiences.some((each) => account.audiences.includes(each));
  const why = `a token of the LMS is not accepted: ${describeAnswer(answer)}`;
  const keyValue = isAsymmetric ? KEY_SET_VALUE : SHARED_KEY_VALUE;
  return [
    ...(isIssuer ? [] : [missing(ISSUER, 'the tokens of the LMS name another one', `JWT_ISSUER=${account.issuer}`)]),
    ...(isAudience
      ? []
      : [missing(AUDIENCE, 'the tokens of the LMS name another one', `JWT_AUDIENCE=${account.audiences.join(',')}`)]),
    ...(isIssuer && isAudience ? [missing(key, why, keyValue)] : []),
    ...others,
  ];
}

/** Who is signed in where, in both directions. */
export async function checkSigningIn(site: Site): Promise<Finding[]> {
  return [...checkAccount(site), ...(await checkTokens(site))];
}
