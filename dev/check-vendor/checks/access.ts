import { CONFIG_PATH } from '../../../vendors/rest/paths.ts';
import type { Check } from '../check.ts';
import { expectObject, expectStatus, isPageAddress } from '../expectations.ts';
import { objectIn } from '../vendor-server.ts';

const RENEWED_ON_401 = 'the service gets a new token after a 401, and after nothing else.';

/** How the service signs in at the vendor. */
export const ACCESS_CHECKS: readonly Check[] = [
  {
    id: 'token',
    title: 'The token endpoint gives a token for the client credentials',
    async run({ vendor: { account, tokenUrl, call } }) {
      const form = {
        grant_type: 'client_credentials',
        client_id: account.clientId,
        client_secret: account.clientSecret,
        token_type: 'jwt',
      };
      const answer = await call('POST', tokenUrl, { form, authorization: null });
      const { access_token: token, expires_in: lifetime } = objectIn(answer);
      return [
        ...expectStatus(answer, [200], 'a token.'),
        ...(typeof token === 'string' && token !== '' ? [] : ['The answer has no "access_token".']),
        ...(Number(lifetime) > 5 ? [] : ['"expires_in" must be a number of seconds greater than 5.']),
      ];
    },
  },
  {
    id: 'token-refused',
    title: 'The token endpoint refuses a wrong secret',
    async run({ vendor: { account, tokenUrl, call } }) {
      const form = { grant_type: 'client_credentials', client_id: account.clientId, client_secret: 'wrong' };
      const answer = await call('POST', tokenUrl, { form, authorization: null });
      return expectStatus(answer, [400, 401, 403], 'the secret was wrong.');
    },
  },
  {
    id: 'no-token',
    title: 'Calls without a valid token are answered 401',
    async run({ vendor: { call } }) {
      const without = await call('GET', CONFIG_PATH, { authorization: null });
      const invalid = await call('GET', CONFIG_PATH, { authorization: 'JWT not-a-token' });
      return [...expectStatus(without, [401], RENEWED_ON_401), ...expectStatus(invalid, [401], RENEWED_ON_401)];
    },
  },
  {
    id: 'config',
    title: 'The configuration is a JSON object, in whatever language is asked for',
    async run({ vendor: { call } }) {
      const problems: string[] = [];
      for (const language of ['en-us', 'es;en-us', 'xx;en-us']) {
        const answer = await call('GET', CONFIG_PATH, { headers: { 'accept-language': language } });
        problems.push(...expectObject(answer));
        const { download_url: url } = objectIn(answer);
        if (url !== undefined && url !== null && !isPageAddress(url))
          problems.push('"download_url" must be an http or https address.');
      }
      return [...new Set(problems)];
    },
  },
];
