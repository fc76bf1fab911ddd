import { expect, test } from 'vitest';
import { createViewer, eventText, RESYNC } from '../../../api/board/viewer.ts';

const LARGE = eventText('row', 'x'.repeat(300_000));

test('a viewer who does not read is told to read the board again, and nothing piles up for them', async () => {
  const viewer = createViewer();
  for (let n = 0; n < 100; n += 1) viewer.send(LARGE);
  expect(viewer.stream.writableLength).toBeLessThan(1024 * 1024);
  let text = '';
  for await (const part of viewer.stream.iterator({ destroyOnReturn: false })) {
    text += String(part);
    if (text.endsWith(RESYNC)) break;
  }
  expect(text.split(LARGE).length).toBeLessThan(10);
  viewer.send(eventText('pulse', {}));
  expect(String(viewer.stream.read())).toBe(eventText('pulse', {}));
});

test('nothing is sent to a viewer who has left', () => {
  const viewer = createViewer();
  viewer.end();
  viewer.send(LARGE);
  expect(viewer.stream.writableLength).toBe(0);
});
