import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { type Oddity, KIB, pick, JSON_TYPE, withBody, textOf, withTexts } from './request.ts';

/** Bytes that are not what they are said to be, by name. */
export const ENCODINGS: Record<string, Oddity> = {
  'another encoding': (operation, token, way) => {
    const text = textOf(operation);
    const swapped = Buffer.from(`\ufeff${text}`, 'utf16le').swap16();
    const [bytes, charset] = pick<[Buffer, string]>(
      [
        [Buffer.from(text, 'utf16le'), 'utf-16'],
        [Buffer.from(`\ufeff${text}`, 'utf16le'), 'utf-16le'],
        [swapped, 'utf-16be'],
        [Buffer.from(`\ufeff${text}`), 'utf-8'],
        [Buffer.from(text.replace(/[aeiou]/, 'é'), 'latin1'), 'iso-8859-1'],
        [Buffer.from(text), 'x-unknown'],
        [Buffer.from(text, 'utf16le'), 'utf-8'],
      ],
      way,
    );
    return withBody(operation, token, bytes, [['Content-Type', `application/json; charset=${charset}`]]);
  },
  'broken text': (operation, token, way) => {
    const broken = pick(['ED A0 80', 'C0 AF', 'FF FE', 'F5 80 80 80', '00', 'E2 82'], way);
    const [before = '', after = ''] = JSON.stringify(withTexts(operation.body ?? { a: '' }, () => '@')).split('@');
    return withBody(
      operation,
      token,
      Buffer.concat([
        Buffer.from(before),
        Buffer.from(broken.replaceAll(' ', ''), 'hex'),
        Buffer.from(after.length > 0 ? after : '"}'),
      ]),
    );
  },
  'texts that are no text': (operation, token, way) => {
    const odd = pick(['\ud800', '\0', 'a\0b', '\udfff\ud800', '\u202e\ufeff', '💩'.repeat(300), '\r\nX-Odd: 1'], way);
    return withBody(operation, token, JSON.stringify(withTexts(operation.body ?? { a: 'a' }, () => odd)));
  },
  compressed: (operation, token, way) => {
    const bomb = Buffer.alloc(20 * KIB * KIB, ' ');
    const [bytes, encoding] = pick<[() => Buffer, string]>(
      [
        [() => gzipSync(bomb), 'gzip'],
        [() => gzipSync(textOf(operation)), 'gzip'],
        [() => deflateSync(textOf(operation)), 'deflate'],
        [() => brotliCompressSync(textOf(operation)), 'br'],
        [() => Buffer.from(textOf(operation)), 'identity'],
        [() => Buffer.from(textOf(operation)), 'gzip'],
      ],
      way,
    );
    return withBody(operation, token, bytes(), [JSON_TYPE, ['Content-Encoding', encoding]]);
  },
};
