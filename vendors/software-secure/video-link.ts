import { createCipheriv, createDecipheriv, createHash } from 'node:crypto';

/** Encrypts the link to a recording for storage, in the original's format (vendors §4.9): base64url text with padding. */
export function encryptVideoLink(keyHex: string, link: string): string {
  const { algorithm, key, iv } = cipherOf(keyHex);
  const cipher = createCipheriv(algorithm, key, iv);
  const encrypted = Buffer.concat([cipher.update(link, 'utf8'), cipher.final()]);
  return encrypted.toString('base64').replaceAll('+', '-').replaceAll('/', '_');
}

/** The decrypted link, null if the key is wrong or the text is damaged. */
export function decryptVideoLink(keyHex: string, stored: string): string | null {
  const { algorithm, key, iv } = cipherOf(keyHex);
  const decipher = createDecipheriv(algorithm, key, iv);
  try {
    return Buffer.concat([decipher.update(stored, 'base64url'), decipher.final()]).toString('utf8');
  } catch {
    return null;
  }
}

/**
 * The address that a reviewer opens: the recording's HTML5 page. Null unless it is http(s) and, if `hosts` are given, on
 * one of them, because the link came from outside and a browser is sent there.
 */
export function reviewerLinkOf(link: string, hosts: readonly string[] | undefined): string | null {
  const address = link.replace('DirectLink-Generic', 'DirectLink-HTML5');
  if (!URL.canParse(address)) return null;
  const { protocol, hostname } = new URL(address);
  if (protocol !== 'https:' && protocol !== 'http:') return null;
  return hosts === undefined || hosts.includes(hostname) ? address : null;
}

/** One initialisation vector per key, as the format requires, so that old rows stay readable. */
function cipherOf(keyHex: string) {
  const key = Buffer.from(keyHex, 'hex');
  const inner = createHash('md5').update(key).digest('hex');
  const iv = createHash('md5').update(key).update(inner, 'ascii').digest('hex').slice(0, 16);
  return { algorithm: `aes-${key.length * 8}-cbc`, key, iv };
}
