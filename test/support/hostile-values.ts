const LONG = 'x'.repeat(3_000);

/** Parts of paths and queries, as they are sent. */
export const IN_ADDRESSES = [
  '0', '-1', '1.5', '1e9', 'NaN', '9'.repeat(30), '9223372036854775807', '9223372036854775808', '2147483648',
  '%00', 'a%00b', '%2e%2e%2f', '%F0%9F%92%A9', '%ED%A0%80', '%', '%zz', '%EF%BC%91', '__proto__', 'constructor', "';--",
  '%5C', '%25', '_', '%20', 'course-v1:a+b+c%00', LONG,
]; // prettier-ignore
/** What stands in a field of a JSON body. */
export const VALUES: unknown[] = [
  null, true, -1, 0, 1.5, 1e308, 2 ** 31, 2 ** 53, 2 ** 63, '', ' ', '\0', 'a\0b', '\ud800', '💩', LONG, '-1', '1.5', '1e3',
  '9'.repeat(30), '9223372036854775808', 'NaN', [], {}, [[]], [null], { a: 1 }, ['1', '2'], '__proto__', '2030-13-45T99:99:99Z',
  '+275760-09-13T00:00:00Z', '0000-01-01T00:00:00Z', '-271821-04-20T00:00:00Z', '294277-01-01T00:00:00Z',
]; // prettier-ignore
/** Content types and bodies. */
export const WHOLE_BODIES: [string, string][] = [
  'null', '[]', '""', '"a"', '1', 'true', '{}', '[null]', '[[]]', '[{}]', '{', '{"a":1,}', "{'a':1}", '\ufeff{}', 'NaN', '1e999',
  '{"exam_id":1,"exam_id":"b"}', '{"":""}', '{"a":"\\u0000"}', '{"a":"\\ud800"}', `{"a":${'9'.repeat(400)}}`,
].map((text) => ['application/json', text]); // prettier-ignore
/** The same under content types that are unusual, wrong or none. */
export const OTHER_BODIES: [string, string][] = [
  ['text/plain', '{}'], ['application/xml', '<a/>'], ['application/json; charset=utf-16', '{}'], ['application/jsonx', '{}'],
  ['application/x-www-form-urlencoded', '%'], ['application/x-www-form-urlencoded', 'exam_id=%00&exam_id=%FF'],
  ['application/x-www-form-urlencoded', 'a[b][c]=1&__proto__[x]=1'], ['multipart/form-data', 'x'],
  ['multipart/form-data; boundary=', '--'], ['multipart/form-data; boundary=x', '--x\r\n\r\n'],
  ['multipart/form-data; boundary=x', '--x\r\nContent-Disposition: form-data; name="exam_id"; filename="f"\r\n\r\n1\r\n--x--\r\n'],
  ['multipart/form-data; boundary=x', '--x\r\nContent-Disposition: form-data; name="__proto__"\r\n\r\n1\r\n--x--\r\n'],
  ['', '{}'], ['/', '{}'], ['application/json;', '{}'], [';;;', '{}'],
]; // prettier-ignore
