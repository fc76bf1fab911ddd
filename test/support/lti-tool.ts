import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createRemoteJWKSet, exportJWK, generateKeyPair, jwtVerify, SignJWT, type JWTPayload } from 'jose';

export const CLAIM = 'https://purl.imsglobal.org/spec/lti/claim';
export const PROCTORING_CLAIM = 'https://purl.imsglobal.org/spec/lti-ap/claim';
const CLIENT_ID = 'tool-client';

type KeyPair = Awaited<ReturnType<typeof generateKeyPair>>;

export interface SignOptions {
  /** Seconds from now. */
  ttl?: number;
  /** Signs with this key in place of the tool's. */
  key?: KeyPair['privateKey'] | Uint8Array;
  alg?: string;
  kid?: string;
}

/** An LTI tool for tests: it publishes its keys, takes part in launches, and shows pages as a tool does. */
export interface LtiTool {
  url: string;
  clientId: string;
  /** Its part of the back-end's entry, which lists the address of its keys. */
  options: { client_id: string; oidc_url: string; launch_url: string; jwks_url: string };
  sign(claims: JWTPayload, options?: SignOptions): Promise<string>;
  /** What answers the message of a start of proctoring. */
  startAssessment(message: JWTPayload, claims?: JWTPayload, options?: SignOptions): Promise<string>;
  /** Messages of the platform that the tool has found right, the oldest first. */
  messages: JWTPayload[];
  /** How often its keys were read. */
  keyReads(): number;
  /** Answers for its keys with this status; 200 to be well again. */
  failKeys(status: number): void;
  /** Signs with a new key, which it publishes in place of the old one. */
  rotate(): Promise<void>;
  close(): Promise<void>;
}

/** The platform's addresses, as they would be typed into the tool. */
export interface Registration {
  issuer: string;
  keys: string;
  launch: string;
}

const page = (body: string) => `<!doctype html><html lang="en"><title>Tool</title><body>${body}</body></html>`;
const field = (name: string, value: string) => `<input type="hidden" name="${name}" value="${value}">`;

/** A page on which the learner says that the set-up is done, or that it was read. */
function launchedPage(message: JWTPayload, answer: string | null): string {
  const type = String(message[`${CLAIM}/message_type`]);
  if (answer === null) return page(`<h1>${type}</h1>`);
  const to = String(message[`${PROCTORING_CLAIM}/start_assessment_url`]);
  const form = `<form method="post" action="${to}">${field('JWT', answer)}<button>Everything is ready</button></form>`;
  return page(`<h1>${type}</h1>${form}`);
}

/** `host` is a name of this machine: by `localhost` the tool is another site than the service. */
export async function startLtiTool(registration?: () => Registration, host = '127.0.0.1'): Promise<LtiTool> {
  let pair = await generateKeyPair('RS256');
  let keyNumber = 1;
  let keyReads = 0;
  let keyStatus = 200;
  const messages: JWTPayload[] = [];
  const nonces = new Set<string>();

  const sign = async (claims: JWTPayload, options: SignOptions = {}) => {
    const { ttl = 300, key = pair.privateKey, alg = 'RS256', kid = `key-${keyNumber}` } = options;
    const issuedAt = Math.floor(Date.now() / 1000);
    return await new SignJWT({ iss: CLIENT_ID, iat: issuedAt, exp: issuedAt + ttl, ...claims })
      .setProtectedHeader({ alg, kid, typ: 'JWT' })
      .sign(key);
  };
  const startAssessment: LtiTool['startAssessment'] = async (message, claims = {}, options = {}) =>
    await sign(
      {
        aud: message.iss,
        nonce: crypto.randomUUID(),
        [`${CLAIM}/message_type`]: 'LtiStartAssessment',
        [`${CLAIM}/version`]: '1.3.0',
        [`${CLAIM}/deployment_id`]: message[`${CLAIM}/deployment_id`],
        [`${CLAIM}/resource_link`]: message[`${CLAIM}/resource_link`],
        [`${PROCTORING_CLAIM}/session_data`]: message[`${PROCTORING_CLAIM}/session_data`],
        [`${PROCTORING_CLAIM}/attempt_number`]: message[`${PROCTORING_CLAIM}/attempt_number`],
        ...claims,
      },
      options,
    );

  async function receive(form: URLSearchParams): Promise<string> {
    const platform = registration?.();
    if (!platform) throw new Error('The tool knows no platform.');
    const set = createRemoteJWKSet(new URL(platform.keys));
    const { payload } = await jwtVerify(form.get('id_token') ?? '', set, {
      issuer: platform.issuer,
      audience: CLIENT_ID,
      algorithms: ['RS256'],
    });
    if (!nonces.delete(String(payload['nonce']))) throw new Error('The nonce is not one of the tool.');
    messages.push(payload);
    const isStart = payload[`${CLAIM}/message_type`] === 'LtiStartProctoring';
    const answer = isStart
      ? await startAssessment(payload, { [`${PROCTORING_CLAIM}/end_assessment_return`]: true })
      : null;
    return launchedPage(payload, answer);
  }

  /** The tool's part of the start of a launch: the request for the message. */
  function authenticationRequest(query: URLSearchParams): string {
    const address = new URL(registration?.().launch ?? '');
    const nonce = crypto.randomUUID();
    nonces.add(nonce);
    address.search = new URLSearchParams({
      client_id: query.get('client_id') ?? '',
      redirect_uri: `${url}/launch`,
      response_type: 'id_token',
      response_mode: 'form_post',
      scope: 'openid',
      prompt: 'none',
      state: crypto.randomUUID(),
      nonce,
      login_hint: query.get('login_hint') ?? '',
      lti_message_hint: query.get('lti_message_hint') ?? '',
    }).toString();
    return address.href;
  }

  const server = createServer((request, response) => {
    const address = new URL(request.url ?? '/', url);
    const show = (body: string, status = 200) =>
      void response.writeHead(status, { 'content-type': 'text/html; charset=utf-8' }).end(body);
    if (address.pathname === '/jwks') {
      keyReads += 1;
      void exportJWK(pair.publicKey).then((jwk) =>
        response
          .writeHead(keyStatus, { 'content-type': 'application/json' })
          .end(JSON.stringify({ keys: [{ ...jwk, kid: `key-${keyNumber}`, use: 'sig', alg: 'RS256' }] })),
      );
    } else if (address.pathname === '/oidc') {
      response.writeHead(302, { location: authenticationRequest(address.searchParams) }).end();
    } else {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        receive(new URLSearchParams(Buffer.concat(chunks).toString())).then(show, (error: unknown) =>
          show(page(`<h1>Refused</h1>${String(error)}`), 400),
        );
      });
    }
  });
  await new Promise<void>((listening) => server.listen(0, host, listening));
  const url = `http://${host}:${(server.address() as AddressInfo).port}`;

  return {
    url,
    clientId: CLIENT_ID,
    options: { client_id: CLIENT_ID, oidc_url: `${url}/oidc`, launch_url: `${url}/launch`, jwks_url: `${url}/jwks` },
    sign,
    startAssessment,
    messages,
    keyReads: () => keyReads,
    failKeys(status) {
      keyStatus = status;
    },
    async rotate() {
      pair = await generateKeyPair('RS256');
      keyNumber += 1;
    },
    async close() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}
