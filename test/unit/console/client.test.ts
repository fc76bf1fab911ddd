import { afterEach, expect, test, vi } from 'vitest';
import { call } from '../../../console/api/client.ts';

afterEach(() => vi.unstubAllGlobals());

/** A network that answers with these parts, each of which is read before the next one is there. */
function answerWith(parts: readonly Uint8Array[]): void {
  const body = new ReadableStream<Uint8Array>(
    {
      async start(controller) {
        for (const part of parts) {
          controller.enqueue(part);
          await new Promise((resolve) => setImmediate(resolve));
        }
        controller.close();
      },
    },
    { highWaterMark: 0 },
  );
  const headers = { 'content-type': 'application/json' };
  vi.stubGlobal('fetch', () => Promise.resolve(new Response(body, { headers })));
}

const TEXT = '{"rows":["ä"\n,"ö"]}';
const BYTES = new TextEncoder().encode(TEXT);

test('the first line of an answer is there before the rest, once, wherever the answer is cut', async () => {
  for (let cut = 1; cut < BYTES.length; cut += 1) {
    answerWith([BYTES.subarray(0, cut), BYTES.subarray(cut)]);
    const lines: string[] = [];
    expect(await call('GET', '/board', { onFirstLine: (line) => void lines.push(line) })).toEqual({ rows: ['ä', 'ö'] });
    expect(lines).toEqual(['{"rows":["ä"']);
  }
});

test('an answer of one line is read as a whole only', async () => {
  answerWith([new TextEncoder().encode('{"rows":[]}')]);
  const lines: string[] = [];
  expect(await call('GET', '/board', { onFirstLine: (line) => void lines.push(line) })).toEqual({ rows: [] });
  expect(lines).toEqual([]);
});
