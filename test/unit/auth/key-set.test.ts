import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { errors, exportJWK, generateKeyPair, jwtVerify, SignJWT, type CryptoKey } from 'jose';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createKeySet, KeySetUnavailableError } from '../../../api/auth/key-set.ts';

const { privateKey, publicKey } = await generateKeyPair('RS256');
const KEYS = JSON.stringify({ keys: [{ ...(await exportJWK(publicKey)), kid: 'one', alg: 'RS256' }] });

let server: Server;
let url: string;
let asked: number;
let answer: (response: ServerResponse) => void;
beforeEach(async () => {
  asked = 0;
  answer = (response) => response.setHeader('content-type', 'application/json').end(KEYS);
  server = createServer((_, response) => {
    asked += 1;
    answer(response);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((closed) => server.close(closed));
});

const signed = (kid: string, key: CryptoKey = privateKey) =>
  new SignJWT({}).setProtectedHeader({ alg: 'RS256', kid }).setExpirationTime('1h').sign(key);
const down = (response: ServerResponse) => response.writeHead(500).end();

describe('a key set', () => {
  it.each<[string, (response: ServerResponse) => void]>([
    ['answers with an error', down],
    ['hangs up', (response) => response.destroy()],
    ['says nothing', () => undefined],
    ['is no key set', (response) => response.setHeader('content-type', 'text/html').end('<html>')],
  ])('that %s says nothing about a token', async (_, behaviour) => {
    answer = behaviour;
    const keys = createKeySet(url, { timeoutMs: 200 });
    await expect(jwtVerify(await signed('one'), keys)).rejects.toBeInstanceOf(KeySetUnavailableError);
  });

  it('that was read once serves while it is out of reach, and is not asked at every token', async () => {
    const keys = createKeySet(url, { freshMs: 0 });
    await jwtVerify(await signed('one'), keys);
    answer = down;
    for (let each = 0; each < 5; each += 1) {
      await expect(jwtVerify(await signed('one'), keys)).resolves.toMatchObject({ protectedHeader: { kid: 'one' } });
    }
    expect(asked).toBe(2);
  });

  it('that is out of reach may have got the key that a token names', async () => {
    const keys = createKeySet(url, { freshMs: 0 });
    await jwtVerify(await signed('one'), keys);
    answer = down;
    await expect(jwtVerify(await signed('two'), keys)).rejects.toBeInstanceOf(KeySetUnavailableError);
  });

  it('refuses a token of no key of its own, and one that is forged', async () => {
    const keys = createKeySet(url);
    const forger = await generateKeyPair('RS256');
    await expect(jwtVerify(await signed('two'), keys)).rejects.toBeInstanceOf(errors.JWKSNoMatchingKey);
    const forged = await signed('one', forger.privateKey);
    await expect(jwtVerify(forged, keys)).rejects.toBeInstanceOf(errors.JWSSignatureVerificationFailed);
  });
});
