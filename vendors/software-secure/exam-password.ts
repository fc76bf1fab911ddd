import { createCipheriv } from 'node:crypto';

/** The attempt code under triple DES in ECB mode, base64 (vendors §4.4); the key is used as its UTF-8 bytes. */
export function encryptExamPassword(key: string, attemptCode: string): string {
  const bytes = Buffer.from(key);
  const threeKeys = bytes.length === 16 ? Buffer.concat([bytes, bytes.subarray(0, 8)]) : bytes;
  const cipher = createCipheriv('des-ede3-ecb', threeKeys, null);
  return cipher.update(attemptCode, 'utf8', 'base64') + cipher.final('base64');
}

/** Whether a key is as long as two or three DES keys and not degenerate: adjacent keys differ, ignoring parity bits. */
export function isUsableTripleDesKey(key: string): boolean {
  const bytes = Buffer.from(key);
  if (bytes.length !== 16 && bytes.length !== 24) return false;
  const [first, second, third] = [0, 8, 16].map((start) => dropParity(bytes.subarray(start, start + 8)));
  return first !== second && second !== third;
}

function dropParity(key: Buffer): string {
  return Buffer.from(key.map((byte) => byte & 0xfe)).toString('hex');
}
