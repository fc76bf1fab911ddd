// Kinds of settings: how the text of an environment variable is read.
import { createPrivateKey, createSecretKey } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { z } from 'zod';

export const flag = z
  .union([z.boolean(), z.enum(['true', 'false', '1', '0', 'on', 'off'])])
  .transform((value) => value === true || value === 'true' || value === '1' || value === 'on');
export const port = z.coerce.number().int().min(0).max(65535);
/** `HOST:PORT`; an IPv6 address stands in brackets. */
export const listenAddress = z
  .string()
  .regex(/^(\[[\da-f:]+\]|[\w.-]+):\d{1,5}$/i, 'is not an address with a port')
  .transform((address) => {
    const colon = address.lastIndexOf(':');
    return { host: address.slice(0, colon).replace(/^\[|\]$/g, ''), port: Number(address.slice(colon + 1)) };
  });
export const optionalUrl = z.url().optional();
export const commaList = z.string().transform((text) =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean),
);
const NETWORK = /^[\da-f:.]+(\/\d{1,3})?$|^(loopback|linklocal|uniquelocal)$/i;
/** A number of hops, or networks as Fastify takes them. */
export const trustedProxies = z.union([
  z.coerce.number().int().min(0),
  commaList.refine(
    (networks) => networks.every((network) => NETWORK.test(network)),
    'is neither a number nor a list of networks',
  ),
]);
export const isTimeZone = (name: string) => {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
};
export const json = z.string().transform((text, context) => {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    context.addIssue({ code: 'custom', message: 'is not valid JSON' });
    return z.NEVER;
  }
});

export const names = commaList.refine((list) => list.length > 0, 'is an empty list');
export const secret = z.string().min(16).optional();
const isWebhookSecret = (text: string) => {
  try {
    return Boolean(new Webhook(text));
  } catch {
    return false;
  }
};
export const webhookSecret = z.string().refine(isWebhookSecret, 'is not `whsec_` and base64');
const publicKey = z.looseObject({
  kty: z.string(),
  kid: z.string().optional(),
  d: z.never('is a private key').optional(),
});
export const keySet = json.pipe(
  z.object({
    keys: z.array(publicKey).refine((keys) => keys.some(({ kty }) => kty === 'RSA'), 'has no RSA key'),
  }),
);

const SHORTEST_MODULUS_BITS = 2048;

/** A private RSA key as PEM text, as a key object. */
export const privateKey = z.string().transform((text, context) => {
  try {
    const key = createPrivateKey(text);
    if ((key.asymmetricKeyDetails?.modulusLength ?? 0) >= SHORTEST_MODULUS_BITS) return key;
  } catch {
    // Said below, without what the key looks like.
  }
  context.addIssue({
    code: 'custom',
    message: `is not a private RSA key of at least ${SHORTEST_MODULUS_BITS} bits in PEM`,
  });
  return z.NEVER;
});

const ENCRYPTION_KEY_BYTES = 32;

/** A key for AES-256 as base64, as a key object. */
export const encryptionKey = z.string().transform((text, context) => {
  const bytes = Buffer.from(text.trim(), 'base64');
  if (bytes.length === ENCRYPTION_KEY_BYTES) return createSecretKey(bytes);
  context.addIssue({ code: 'custom', message: `is not ${ENCRYPTION_KEY_BYTES} bytes in base64` });
  return z.NEVER;
});

export const sessionPeople = z.array(
  z.object({
    preferred_username: z.string(),
    user_id: z.int().optional(),
    name: z.string().optional(),
    email: z.string().optional(),
    administrator: z.boolean().optional(),
    roles: z.array(z.string()).optional(),
  }),
);
