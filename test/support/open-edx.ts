import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SignJWT } from 'jose';

/** How one half of Open edX is set; the names are the platform's. */
export interface HalfOfOpenEdx {
  /** Whether features are settings of their own, as in later releases, or entries of a dictionary. */
  isFlat: boolean;
  features: Record<string, boolean>;
}

/** How the whole is set. */
export interface OpenEdxSettings {
  lms: HalfOfOpenEdx;
  cms: HalfOfOpenEdx;
  /** Settings of the front ends; null where the LMS does not show them. */
  mfeConfig: Record<string, string> | null;
  mfeOverrides: Record<string, Record<string, string>>;
  flags: Record<string, { everyone: string; course_overrides?: object[]; org_overrides?: object[] }>;
  /** A client of grant `client_credentials`, and what its tokens claim. */
  client: { id: string; secret: string; isGlobalStaff: boolean } | null;
  jwt: { key: string; issuer: string; audience: string };
  courses: Record<string, { proctoring_provider: string; enable_timed_exams: boolean }>;
}

/** LMS and Studio that answer, of all that Open edX answers, what tells how they are set. */
export interface OpenEdx {
  lms: string;
  cms: string;
  settings: OpenEdxSettings;
  close(): Promise<void>;
}

interface Answered {
  status: number;
  body: unknown;
}

const NOT_FOUND = { status: 404, body: {} };

async function readForm(request: IncomingMessage): Promise<URLSearchParams> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return new URLSearchParams(text);
}

/** A token of its worker, as the service gets and Studio sends it. */
export async function issueToken({ client, jwt }: OpenEdxSettings): Promise<string> {
  const claims = {
    preferred_username: 'exams_worker',
    administrator: client?.isGlobalStaff,
    email_verified: true,
    version: '1.2.0',
    scopes: ['read', 'write', 'email', 'profile'],
  };
  return await new SignJWT(claims)
    .setProtectedHeader({ alg: 'HS256' })
    .setIssuer(jwt.issuer)
    .setAudience(jwt.audience)
    .setIssuedAt()
    .setExpirationTime('1h')
    .sign(new TextEncoder().encode(jwt.key));
}

async function grantToken(settings: OpenEdxSettings, form: URLSearchParams): Promise<Answered> {
  const { client } = settings;
  const isKnown = client?.id === form.get('client_id') && client?.secret === form.get('client_secret');
  if (!isKnown || form.get('grant_type') !== 'client_credentials') {
    return { status: 401, body: { error: 'invalid_client' } };
  }
  return { status: 200, body: { access_token: await issueToken(settings), token_type: 'JWT', expires_in: 3600 } };
}

/** The report of switches, which global staff may read. */
function toggleState({ flags }: OpenEdxSettings, { isFlat, features }: HalfOfOpenEdx): Answered {
  const named = (name: string) => (isFlat ? name : `FEATURES['${name}']`);
  return {
    status: 200,
    body: {
      waffle_flags: Object.entries(flags).map(([name, flag]) => ({ name, ...flag })),
      waffle_switches: [],
      django_settings: Object.entries(features).map(([name, isActive]) => ({ name: named(name), is_active: isActive })),
    },
  };
}

async function answerTo(request: IncomingMessage, half: 'lms' | 'cms', settings: OpenEdxSettings): Promise<Answered> {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://open-edx');
  const isStaff = settings.client?.isGlobalStaff && request.headers.authorization?.startsWith('JWT ');
  if (half === 'lms' && pathname === '/oauth2/access_token') return await grantToken(settings, await readForm(request));
  if (half === 'lms' && pathname === '/api/mfe_config/v1') {
    if (!settings.mfeConfig) return NOT_FOUND;
    const overrides = settings.mfeOverrides[searchParams.get('mfe') ?? ''];
    return { status: 200, body: { ...settings.mfeConfig, ...overrides } };
  }
  if (pathname === '/api/toggles/v0/state/') {
    return isStaff ? toggleState(settings, settings[half]) : { status: 403, body: {} };
  }
  const [, key] = /^\/api\/contentstore\/v0\/advanced_settings\/(.+)$/.exec(pathname) ?? [];
  const course = key && settings.courses[decodeURIComponent(key)];
  if (half === 'cms' && course) {
    const fields = Object.entries(course).map(([name, value]) => [name, { value, display_name: name, help: '' }]);
    return isStaff ? { status: 200, body: Object.fromEntries(fields) } : { status: 403, body: {} };
  }
  return NOT_FOUND;
}

async function listen(half: 'lms' | 'cms', settings: OpenEdxSettings): Promise<{ url: string; server: Server }> {
  const respond = async (request: IncomingMessage, response: ServerResponse) => {
    const { status, body } = await answerTo(request, half, settings);
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(body));
  };
  const server = createServer((request, response) => void respond(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, server };
}

/** Starts it with these settings, which may be changed at any time. */
export async function startOpenEdx(settings: OpenEdxSettings): Promise<OpenEdx> {
  const [lms, cms] = [await listen('lms', settings), await listen('cms', settings)];
  return {
    lms: lms.url,
    cms: cms.url,
    settings,
    async close() {
      for (const { server } of [lms, cms]) {
        server.closeAllConnections();
        server.close();
        await once(server, 'close');
      }
    },
  };
}
