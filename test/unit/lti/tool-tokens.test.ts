import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createToolTokens } from '../../../api/lti/tool-tokens.ts';
import type { LtiTool } from '../../../vendors/lti/tool.ts';

const AUDIENCE = 'https://exams.example.com';
const pair = await generateKeyPair('RS256');
const keySet = { keys: [{ ...(await exportJWK(pair.publicKey)), kid: 'one' }] };

let server: Server;
let url: string;
let asked: string[];
let answer: (response: ServerResponse) => void;
beforeEach(async () => {
  asked = [];
  answer = (response) => void response.end(JSON.stringify(keySet));
  server = createServer((request, response) => {
    asked.push(request.url ?? '');
    answer(response);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((closed) => server.close(closed));
});

const toolAt = (jwksUrl: string): LtiTool => ({
  name: 'watchful',
  configurationId: '11',
  clientId: 'campus',
  deploymentId: '1',
  oidcUrl: 'https://tool.example/oidc',
  launchUrl: 'https://tool.example/launch',
  redirectUrls: ['https://tool.example/launch'],
  keys: { jwksUrl },
  proctoringSettings: null,
  extraMinutes: 60,
});

async function verify(): Promise<string> {
  const now = Math.floor(Date.now() / 1000);
  const token = await new SignJWT({ iss: 'campus', aud: AUDIENCE, iat: now, exp: now + 60 })
    .setProtectedHeader({ alg: 'RS256', kid: 'one' })
    .sign(pair.privateKey);
  const checked = createToolTokens().verify(toolAt(`${url}/jwks`), token, { audience: [AUDIENCE], now: now * 1000 });
  return await checked.then(
    ({ iss }) => `from ${iss}`,
    (error: unknown) => (error as { code: string }).code,
  );
}

describe('the keys of a tool', () => {
  it('are read from its address', async () => {
    expect(await verify()).toBe('from campus');
    expect(asked).toEqual(['/jwks']);
  });

  it('are read from no other address to which that redirects', async () => {
    answer = (response) => void response.writeHead(302, { location: `${url}/inside` }).end();
    expect(await verify()).toBe('sign_in_unavailable');
    expect(asked).not.toContain('/inside');
  });

  it('are not read beyond 256 KiB', async () => {
    const padded = { keys: [...keySet.keys, { kty: 'oct', k: 'x'.repeat(300 * 1024) }] };
    answer = (response) => void response.end(JSON.stringify(padded));
    expect(await verify()).toBe('sign_in_unavailable');
  });

  it.each(['', '[]', '{"keys": []}', '{"keys": "none"}', '<html>'])('are none in %j', async (text) => {
    answer = (response) => void response.end(text);
    expect(await verify()).toBe('sign_in_unavailable');
  });
});
