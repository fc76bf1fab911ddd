import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { errors, exportJWK, generateKeyPair, SignJWT } from 'jose';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createKeySet, KeySetUnavailableError } from '../../../api/auth/key-set.ts';

const pair = async (kid: string) => {
  const { privateKey, publicKey } = await generateKeyPair('RS512');
  return { kid, privateKey, jwk: { ...(await exportJWK(publicKey)), kid } };
};
type Pair = Awaited<ReturnType<typeof pair>>;
const [one, two, forger] = [await pair('one'), await pair('two'), await pair('one')];

let server: Server;
let url: string;
let asked: number;
let answer: (response: ServerResponse) => void;
beforeEach(async () => {
  asked = 0;
  answer = publish(one);
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

/** The server's answer with these keys. */
function publish(...pairs: Pair[]) {
  const set = JSON.stringify({ keys: pairs.map(({ jwk }) => jwk) });
  return (response: ServerResponse) => void response.setHeader('content-type', 'application/json').end(set);
}
const down = (response: ServerResponse) => void response.writeHead(500).end();

/** A token that names its key, or none as those of Open edX. */
const signedBy = ({ privateKey }: Pair, kid?: string) =>
  new SignJWT({})
    .setProtectedHeader({ alg: 'RS512', ...(kid !== undefined && { kid }) })
    .setExpirationTime('1h')
    .sign(privateKey);

const accepted = { protectedHeader: { alg: 'RS512' } };

describe('a key set', () => {
  it.each<[string, (response: ServerResponse) => void]>([
    ['answers with an error', down],
    ['hangs up', (response) => void response.destroy()],
    ['says nothing', () => undefined],
    ['is no key set', (response) => void response.setHeader('content-type', 'text/html').end('<html>')],
    ['has no keys', publish()],
  ])('that %s says nothing about a token', async (_, behaviour) => {
    answer = behaviour;
    const verify = createKeySet(url, { timeoutMs: 200 });
    await expect(verify(await signedBy(one, 'one'), {})).rejects.toBeInstanceOf(KeySetUnavailableError);
  });

  it('that was read once serves while it is out of reach, and is not asked at every token', async () => {
    const verify = createKeySet(url, { freshMs: 0 });
    await verify(await signedBy(one, 'one'), {});
    answer = down;
    for (let each = 0; each < 5; each += 1) {
      await expect(verify(await signedBy(one, 'one'), {})).resolves.toMatchObject(accepted);
    }
    expect(asked).toBe(2);
  });

  it('says of a token whether the keys that it was checked with are still in use', async () => {
    const verify = createKeySet(url, { rereadEveryMs: 0 });
    const { isCurrent } = await verify(await signedBy(one, 'one'), {});
    expect(isCurrent()).toBe(true);
    answer = publish(two);
    await verify(await signedBy(two, 'two'), {});
    expect(isCurrent()).toBe(false);
    const old = await createKeySet(url, { freshMs: 0 })(await signedBy(two, 'two'), {});
    expect(old.isCurrent()).toBe(false);
  });

  it('is tried key by key for tokens that name none', async () => {
    answer = publish(one, two);
    const verify = createKeySet(url);
    await expect(verify(await signedBy(one), {})).resolves.toMatchObject(accepted);
    await expect(verify(await signedBy(two), {})).resolves.toMatchObject(accepted);
    expect(asked).toBe(1);
    await expect(verify(await signedBy(forger), {})).rejects.toBeInstanceOf(errors.JWSSignatureVerificationFailed);
  });

  it('takes a key without a name for a token that names one', async () => {
    answer = publish({ ...one, jwk: { ...one.jwk, kid: undefined } } as unknown as Pair);
    await expect(createKeySet(url)(await signedBy(one, 'one'), {})).resolves.toMatchObject(accepted);
  });

  it('refuses a token of no key of its own, and one that is forged', async () => {
    const verify = createKeySet(url);
    await expect(verify(await signedBy(two, 'two'), {})).rejects.toBeInstanceOf(errors.JWKSNoMatchingKey);
    const forged = verify(await signedBy(forger, 'one'), {});
    await expect(forged).rejects.toBeInstanceOf(errors.JWSSignatureVerificationFailed);
  });

  it.each([
    ['a new name', two, 'two'],
    ['the old name', { ...two, jwk: { ...two.jwk, kid: 'one' } }, 'one'],
    ['no name', two, undefined],
  ])('is read again for a token of a new key under %s', async (_, changed, kid) => {
    const verify = createKeySet(url);
    await verify(await signedBy(one, 'one'), {});
    answer = publish(changed);
    const token = await signedBy(two, kid);
    await expect(Promise.all([1, 2, 3].map(() => verify(token, {})))).resolves.toMatchObject([
      accepted,
      accepted,
      accepted,
    ]);
    expect(asked).toBe(2);
  });

  it('that cannot be read again says nothing about a token of no key that was read', async () => {
    const verify = createKeySet(url);
    await verify(await signedBy(one, 'one'), {});
    answer = down;
    for (const token of [await signedBy(two, 'two'), await signedBy(two, 'one'), await signedBy(two)]) {
      await expect(verify(token, {})).rejects.toBeInstanceOf(KeySetUnavailableError);
    }
    await expect(verify(await signedBy(one, 'one'), {})).resolves.toMatchObject(accepted);
  });

  it('is not asked without end because of forged tokens', async () => {
    const verify = createKeySet(url, { rereads: 3, rereadEveryMs: 60_000 });
    await verify(await signedBy(one, 'one'), {});
    const forged = await signedBy(forger, 'one');
    for (let each = 0; each < 50; each += 1) {
      const refused = each < 3 ? errors.JWSSignatureVerificationFailed : KeySetUnavailableError;
      await expect(verify(forged, {})).rejects.toBeInstanceOf(refused);
    }
    expect(asked).toBe(4);
    await expect(verify(await signedBy(one, 'one'), {})).resolves.toMatchObject(accepted);
  });

  it('serves for nothing that is signed in another way', async () => {
    answer = publish(one, two);
    const verify = createKeySet(url);
    const asKey = new TextEncoder().encode(JSON.stringify(one.jwk));
    const confused = await new SignJWT({}).setProtectedHeader({ alg: 'HS256', kid: 'one' }).sign(asKey);
    await expect(verify(confused, {})).rejects.toBeInstanceOf(errors.JOSEAlgNotAllowed);
    const unsigned = `${Buffer.from('{"alg":"none"}').toString('base64url')}.e30.`;
    await expect(verify(unsigned, {})).rejects.toBeInstanceOf(errors.JOSEError);
  });
});
