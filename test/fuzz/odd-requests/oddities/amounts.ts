import {
  type Oddity,
  type Headers,
  KIB,
  pick,
  JSON_TYPE,
  FORM_TYPE,
  withBody,
  textOf,
  fieldsOf,
  nest,
  withField,
  withQuery,
} from './request.ts';

const SIZES = [8, 64, 256, 1024].flatMap((kib) => [kib * KIB - 1, kib * KIB, kib * KIB + 1]);
const COUNTS = [100, 1_001, 60_000];
const DEPTHS = [31, 33, 5_000, 100_000];

/** More of something than anybody sends, or the same twice, by name. */
export const AMOUNTS: Record<string, Oddity> = {
  nesting: (operation, token, way) =>
    withBody(operation, token, withField(operation, nest(pick(DEPTHS, way >> 1), way))),
  'nothing but nesting': (operation, token, way) => withBody(operation, token, nest(pick(DEPTHS, way >> 1), way)),
  'a size at a limit': (operation, token, way) => {
    const size = pick(SIZES, way);
    const room = Math.max(0, size - Buffer.byteLength(withField(operation, '""')));
    return withBody(operation, token, withField(operation, JSON.stringify('x'.repeat(room))));
  },
  'many items': (operation, token, way) => {
    const item = JSON.stringify([operation.body].flat()[0] ?? {});
    return withBody(
      operation,
      token,
      `[${Array.from({ length: Math.min(pick(COUNTS, way), 5_000) }, () => item).join(',')}]`,
    );
  },
  'many keys': (operation, token, way) => {
    const keys = Array.from({ length: pick(COUNTS, way) }, (_, number) => `"k${number}":1`);
    return withBody(operation, token, `{${keys.join(',')}}`);
  },
  'many form fields': (operation, token, way) => {
    const fields = Array.from({ length: pick(COUNTS, way) }, (_, number) => `k${number}=1`);
    return withBody(operation, token, fields.join('&'), [FORM_TYPE]);
  },
  'many parts': (operation, token, way) => {
    const part = (number: number) => `--x\r\nContent-Disposition: form-data; name="k${number}"\r\n\r\n1\r\n`;
    const parts = Array.from({ length: pick([99, 101, 3_000], way) }, (_, number) => part(number));
    return withBody(operation, token, `${parts.join('')}--x--\r\n`, [
      ['Content-Type', 'multipart/form-data; boundary=x'],
    ]);
  },
  'many parameters': (operation, token, way) =>
    withQuery(
      operation,
      token,
      Array.from({ length: pick([50, 1_100], way) }, (_, number) => `p${number}=1`).join('&'),
    ),
  'many headers': (operation, token, way) => {
    const many = Array.from(
      { length: pick([150, 1_200, 2_500], way) },
      (_, number) => [`X${number}`, '1'] as [string, string],
    );
    return withBody(operation, token, textOf(operation), [JSON_TYPE, ...many]);
  },
  'repeated keys': (operation, token, way) => {
    const other = pick(['null', '"\\u0000"', '[]', '{"a":1}', '-1'], way);
    const twice = fieldsOf(operation).map(
      ([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)},${JSON.stringify(name)}:${other}`,
    );
    return withBody(
      operation,
      token,
      Array.isArray(operation.body) ? `[{${twice.join(',')}}]` : `{${twice.join(',')}}`,
    );
  },
  'repeated form fields': (operation, token, way) => {
    const other = pick(['', '%00', '%ED%A0%80', '%FF'], way);
    const twice = fieldsOf(operation).map(
      ([name, value]) => `${name}=${encodeURIComponent(String(value))}&${name}=${other}`,
    );
    return withBody(operation, token, twice.join('&'), [FORM_TYPE]);
  },
  'repeated parameters': (operation, token, way) =>
    withQuery(
      operation,
      token,
      pick(['user_id=1&user_id=2', 'page=1&page=a&page[]=3', 'course_id=a&course_id=%00', 'since=1&since=&=1&&'], way),
    ),
  'repeated headers': (operation, token, way) => {
    const twice = pick<Headers>(
      [
        [['Authorization', 'JWT a.b.c']],
        [['Content-Type', 'text/plain']],
        [['Host', 'other.example']],
        [['Content-Length', '1']],
        [['Accept', 'application/xml']],
        [['X-Request-Id', 'a'], ['X-Request-Id', 'b']],
      ],
      way,
    ); // prettier-ignore
    return withBody(operation, token, textOf(operation), [JSON_TYPE, ...twice]);
  },
};
