import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createHealthWriter, type VendorHealth } from '../../../vendors/health.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function aWriter() {
  const written: (readonly VendorHealth[])[] = [];
  let at = 1000;
  const writer = createHealthWriter({
    write: async (news) => void written.push(news),
    now: () => (at += 1),
    onFailure: (error) => {
      throw error;
    },
  });
  return { writer, written };
}

describe('what calls of vendors show', () => {
  it('is written at once, and then once every few seconds, however many calls there are', async () => {
    const { writer, written } = aWriter();
    for (let n = 0; n < 100; n += 1) writer.note('lab', { kind: 'answered', milliseconds: 20 });
    await vi.advanceTimersByTimeAsync(0);
    expect(written).toEqual([[expect.objectContaining({ name: 'lab', lastOkAt: 1001 })]]);
    await vi.advanceTimersByTimeAsync(20_000);
    expect(written).toHaveLength(2);
    expect(written[1]).toEqual([expect.objectContaining({ lastOkAt: 1100 })]);
  });

  it('keeps the last failure beside the last answer, and is written when the process ends', async () => {
    const { writer, written } = aWriter();
    writer.note('lab', { kind: 'answered', milliseconds: 20 });
    writer.note('lab', { kind: 'answered', milliseconds: 20 });
    writer.note('lab', { kind: 'failed', milliseconds: 20, message: 'register attempt: answered 503' });
    writer.note('lab', { kind: 'left alone', forMs: 15_000 });
    await writer.close();
    expect(written.at(-1)).toEqual([
      {
        name: 'lab',
        lastOkAt: 1002,
        lastError: { at: 1003, message: 'register attempt: answered 503' },
        leftAloneUntil: 16_004,
      },
    ]);
  });
});
