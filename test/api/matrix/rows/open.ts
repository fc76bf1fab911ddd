import { OWN_PREFIX as OWN } from '../../../../api/wire/addresses.ts';
import { PLAIN, type Row } from './row.ts';

/** What anybody may call. */
export const OPEN_ROWS: Record<string, Row> = {
  'GET /csrf/api/v1/token': PLAIN,
  [`GET ${OWN}/session`]: PLAIN,
  [`POST ${OWN}/session/start`]: {
    body: ({ username }) => ({ person: username }),
    changesNothing: 'a session is a cookie',
  },
  [`GET ${OWN}/session/start`]: PLAIN,
  [`GET ${OWN}/session/callback`]: PLAIN,
  [`POST ${OWN}/session/renew`]: { changesNothing: 'a session is a cookie' },
  [`POST ${OWN}/session/end`]: { changesNothing: 'a session is a cookie' },
  'GET /healthz': PLAIN,
  'GET /readyz': PLAIN,
  'GET /health/': PLAIN,
  [`GET ${OWN}/browser-worker.js`]: PLAIN,
  [`GET ${OWN}/browser-worker/:backend.js`]: PLAIN,
  'POST /oauth2/access_token': {
    body: () => ({ client_id: 'one', client_secret: 'one-secret' }),
    changesNothing: 'a token is signed, not kept',
  },
};
