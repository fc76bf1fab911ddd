import { describe, expect, it } from 'vitest';
import { ChangeQueue, QueueFullError, type ChangeClass } from '../../../workflows/exam-attempt/change-queue.ts';

/** A queue on a clock of its own, before a server that answers one change after the other. */
function queueOf() {
  let now = 0;
  const queue = new ChangeQueue(() => now);
  const unanswered: (() => void)[] = [];
  let sent = 0;
  async function send(kind: ChangeClass): Promise<'answered' | number> {
    try {
      await queue.take(kind, () => {
        sent += 1;
        return new Promise<void>((resolve) => void unanswered.push(resolve));
      });
      return 'answered';
    } catch (error) {
      if (error instanceof QueueFullError) return error.retryAfterSeconds;
      throw error;
    }
  }
  return {
    send,
    sent: () => sent,
    pass: (milliseconds: number) => {
      now += milliseconds;
    },
    /** Answers the oldest after so many milliseconds. */
    answer: async (milliseconds: number, times = 1) => {
      for (let time = 0; time < times; time += 1) {
        now += milliseconds;
        unanswered.shift()?.();
        await new Promise((resolve) => setImmediate(resolve));
      }
    },
  };
}

const many = <T>(count: number, make: () => T): T[] => Array.from({ length: count }, make);
const isRefused = (answer: 'answered' | number) => answer !== 'answered';

describe('the queue of changes', () => {
  it('refuses at once what would wait too long, and sends nothing of it', async () => {
    const { send, sent, answer } = queueOf();
    const first = many(100, () => send('wish'));
    await answer(200, 80);
    const later = many(40, () => send('wish'));
    const admitted = sent() - 100;
    // 6 s at one change in 200 ms, of which 20 are still waiting.
    expect(admitted).toBeGreaterThan(5);
    expect(admitted).toBeLessThan(15);
    await answer(200, 20 + admitted);
    expect((await Promise.all(first)).filter(isRefused)).toEqual([]);
    const answers = await Promise.all(later);
    expect(answers.filter(isRefused)).toHaveLength(40 - admitted);
    for (const seconds of answers.filter((each) => each !== 'answered')) {
      expect(seconds).toBeGreaterThanOrEqual(3);
      expect(seconds).toBeLessThanOrEqual(10);
    }
  });

  it('keeps its last places for what counts however late', async () => {
    const { send, sent, answer } = queueOf();
    void many(100, () => send('wish'));
    await answer(200, 70);
    expect(isRefused(await send('wish'))).toBe(true);
    const before = sent();
    void many(100, () => send('fact'));
    // 20 s at one change in 200 ms, of which 30 were still waiting.
    expect(sent() - before).toBeGreaterThan(60);
    expect(sent() - before).toBeLessThan(80);
  });

  it('admits again once it has been worked off', async () => {
    const { send, sent, answer } = queueOf();
    void many(100, () => send('wish'));
    await answer(200, 60);
    expect(isRefused(await send('wish'))).toBe(true);
    await answer(200, 30);
    const before = sent();
    void send('wish');
    expect(sent() - before).toBe(1);
  });

  it('admits a few whatever was measured, so that the end of a standstill is noticed', async () => {
    const { send, sent, answer, pass } = queueOf();
    void many(3, () => send('wish'));
    await answer(60_000, 3);
    void many(10, () => send('wish'));
    expect(sent()).toBe(13);
    pass(60_000);
    expect(isRefused(await send('wish'))).toBe(true);
    await answer(10, 1);
    void send('wish');
    expect(sent()).toBe(14);
  });

  it('knows nothing of a queue from changes that came one by one', async () => {
    const { send, sent, answer } = queueOf();
    for (let turn = 0; turn < 20; turn += 1) {
      void send('wish');
      await answer(1_500);
    }
    void many(100, () => send('wish'));
    expect(sent()).toBe(120);
  });

  it('does not mistake one slow change among quick ones for a queue', async () => {
    const { send, sent, answer, pass } = queueOf();
    void send('wish');
    for (let turn = 0; turn < 50; turn += 1) {
      void send('wish');
      await answer(40);
    }
    pass(300);
    void many(30, () => send('wish'));
    expect(sent()).toBe(81);
  });
});
