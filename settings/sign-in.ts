import { z } from 'zod';
import { json, keySet, names, optionalUrl, privateKey, secret, sessionPeople } from './kinds.ts';

/** Who may sign in, and with what. */
export const SIGN_IN_SETTINGS = {
  JWT_SECRET_KEY: secret.describe('Shared HS256 key with which the LMS signs sign-in tokens; at least 24 bytes'),
  JWT_SECRET_KEY_PREVIOUS: secret.describe('Previous key, whose tokens are still accepted'),
  JWT_PUBLIC_JWK_SET: keySet
    .optional()
    .describe('JSON: key set with which sign-in tokens (RS256 to RS512) are checked'),
  JWT_JWKS_URL: optionalUrl.describe('Address of such a key set, in addition to `JWT_PUBLIC_JWK_SET` or instead of it'),
  JWT_ISSUER: names.optional().describe('Issuers of sign-in tokens, comma-separated; required'),
  JWT_AUDIENCE: names
    .optional()
    .describe('Audiences of sign-in tokens, comma-separated; a token must name one of them; required'),
  SERVICE_SECRET_KEY: secret.describe(
    "Secret with which our own cookies, CSRF tokens and vendors' tokens are signed; at least 32 bytes; required",
  ),
  SERVICE_SECRET_KEY_PREVIOUS: secret.describe('Previous secret, whose cookies and tokens are still accepted'),
  SESSION_PEOPLE: json
    .pipe(sessionPeople)
    .default([])
    .describe(
      'People as whom anybody may sign in to the console of the local stack, as JSON: claims of their tokens. Ignored elsewhere',
    ),
  SESSION_MINUTES: z.coerce
    .number()
    .int()
    .min(1)
    .max(24 * 60)
    .default(8 * 60)
    .describe('For how long a session of the console holds; who is still there two minutes before its end may stay'),
  OIDC_ISSUER: optionalUrl.describe(
    'OpenID provider by which people sign in to the console; its user names must be those of the LMS. If unset, the cookies of the LMS are the way in',
  ),
  OIDC_CLIENT_ID: z
    .string()
    .optional()
    .describe('Client id of the console at that provider; required with `OIDC_ISSUER`'),
  OIDC_CLIENT_SECRET: z.string().optional().describe('Client secret at that provider; required with `OIDC_ISSUER`'),
  OIDC_SCOPES: z.string().default('openid profile email').describe('Scopes that the provider is asked for'),
  OIDC_USERNAME_CLAIM: z.string().default('preferred_username').describe('Claim with the user name'),
  OIDC_ROLES_CLAIM: z.string().default('groups').describe('Claim with a text or a list of texts that give roles'),
  OIDC_ROLES: json
    .pipe(z.record(z.string(), z.array(z.string())))
    .default({})
    .describe(
      'Roles for values of that claim, as JSON, such as `{"proctors": ["invigilator:course-v1:Org+Num+Run"], "it": ["operator"]}`; `administrator` is global staff. Other values give none',
    ),
  OAUTH_CLIENTS: json
    .default([])
    .describe('JSON list of {client_id, client_secret, client_secret_previous, username, groups} for vendors'),
  EXAM_TOKEN_KEY: privateKey
    .optional()
    .describe(
      'Private RSA key (PEM) with which exam access tokens are signed; without it there are none. `npm run manage -- exam-token-keys` prints the public keys for the LMS',
    ),
  EXAM_TOKEN_KEY_PREVIOUS: privateKey
    .optional()
    .describe('Previous or next such key: its public key is printed too, so that the LMS knows both during a change'),
  EXAM_TOKEN_ISSUER: z.string().optional().describe('Issuer of exam access tokens; default: `PUBLIC_URL`'),
  RETIREMENT_SERVICE_WORKER_USERNAME: z
    .string()
    .optional()
    .describe('User name of the service that may retire users; if unset, no user may by name'),
};
