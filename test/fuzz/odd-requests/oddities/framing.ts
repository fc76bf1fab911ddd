import { type Oddity, type Headers, pick, JSON_TYPE, withBody, textOf, chunk, withChunks } from './request.ts';

/** Requests that are cut, put together or addressed in odd ways, by name. */
export const FRAMING: Record<string, Oddity> = {
  'odd chunks': (operation, token, way) => {
    const text = textOf(operation);
    const bodies = [
      `${chunk(text, ';a=b')}0\r\n\r\n`,
      `${Array.from(text, (letter) => chunk(letter)).join('')}0\r\n\r\n`,
      `${chunk(text)}0\r\nX-Trailer: 1\r\nContent-Length: 5\r\n\r\n`,
      `${chunk(text)}-1\r\n\r\n`,
      'FFFFFFFFFFFFFFFFF\r\na',
      `${chunk(text, `;${'x'.repeat(20_000)}`)}0\r\n\r\n`,
      `${text.length.toString(16)}\n${text}\n0\n\n`,
      'zz\r\n\r\n',
    ];
    return withChunks(operation, token, pick(bodies, way));
  },
  'two lengths': (operation, token, way) =>
    withChunks(
      operation,
      token,
      `${chunk(textOf(operation))}0\r\n\r\n`,
      pick<Headers>(
        [[['Content-Length', '3']], [['Transfer-Encoding', 'chunked']], [['Transfer-Encoding', 'gzip']]],
        way,
      ),
    ),
  'a long header': (operation, token, way) =>
    withBody(operation, token, textOf(operation), [
      JSON_TYPE,
      ['X-Long', 'x'.repeat(pick([4_000, 14_000, 17_000, 70_000], way))],
    ]),
  'a long address': (operation, token, way) => {
    const long = {
      ...operation,
      address: `${operation.address}${pick(['?', '/', '%2F', '.'], way)}${'a'.repeat(pick([600, 7_000, 17_000], way))}`,
    };
    return withBody(long, token, textOf(operation));
  },
  'an odd address': (operation, token, way) => {
    const { address } = operation;
    const odd = pick(
      [
        `${address}//`, address.replaceAll('/', '//'), address.replace('/', '/%2e%2e/'), address.replace(/[a-z]/, (letter) => `%${letter.charCodeAt(0).toString(16)}`),
        `${address}%`, `${address}%00`, `${address}%ED%A0%80`, `http://proctoring.example${address}`, `${address}#a`, `${address}?`, `${address};a=b`,
        `${address}\\`, `${address}\u00e9`,
      ],
      way,
    ); // prettier-ignore
    return withBody({ ...operation, address: odd }, token, textOf(operation));
  },
  'an odd header': (operation, token, way) => {
    const odd = pick(
      ['X-Fold: a\r\n b\r\n', 'X-Space : a\r\n', ': a\r\n', 'X-Nothing\r\n', 'X-Nul: a\0b\r\n', 'X-Line: a\nX-Next: b\r\n', 'Expect: wonders\r\n', 'Upgrade: h2c\r\nConnection: Upgrade\r\n', 'Idempotency-Key: \u00e9\u00ff\r\n'],
      way,
    ); // prettier-ignore
    const { pieces } = withBody(operation, token, textOf(operation));
    return {
      pieces: [
        Buffer.from(String(pieces[0]).replace('Content-Type', `${odd}Content-Type`), 'latin1'),
        ...pieces.slice(1),
      ],
    };
  },
  'a slow body': (operation, token, way) => {
    const { pieces } = withBody(operation, token, textOf(operation));
    const bytes = Buffer.concat(pieces.map((piece) => Buffer.from(piece as string)));
    const cut = Math.ceil(bytes.length / (2 + way));
    return { pieces: [bytes.subarray(0, cut), bytes.subarray(cut)], pause: 20 };
  },
};
