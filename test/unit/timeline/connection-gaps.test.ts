import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { connectionGaps, type ConnectionRecord } from '../../../api/timeline/connection-gaps.ts';

const THRESHOLD = 90;
const START = 1_000;

/** Instants of signs of life after the start, in order. */
const anyPings = fc
  .array(fc.integer({ min: 1, max: 400 }), { maxLength: 20 })
  .map((pauses) => pauses.reduce<number[]>((at, pause) => [...at, (at.at(-1) ?? START) + pause], []));

/** What the database keeps of them: the last one, and each pause that is too long. */
function recordOf(pings: readonly number[], fields: Partial<ConnectionRecord> = {}): ConnectionRecord {
  const heard = [START, ...pings];
  const ended = heard.slice(1).map((at, index) => ({ heardAt: heard[index] ?? START, heardAgainAt: at }));
  return {
    startedAt: START,
    stopped: null,
    lastPingAt: pings.at(-1) ?? null,
    ended: ended.filter(({ heardAt, heardAgainAt }) => heardAgainAt - heardAt > THRESHOLD),
    outages: [],
    now: heard.at(-1) ?? START,
    ...fields,
  };
}

describe('the gaps of a connection', () => {
  it('are every stretch without a sign of life that is too long, and no other', () => {
    fc.assert(
      fc.property(anyPings, fc.nat(400), fc.boolean(), (pings, tail, isRunning) => {
        const end = (pings.at(-1) ?? START) + tail;
        const stopped = isRunning ? null : { at: end, isLost: false };
        const gaps = connectionGaps(recordOf(pings, { stopped, now: isRunning ? end : end + 10_000 }), THRESHOLD);
        const marks = [START, ...pings, end];
        const pauses = marks.slice(1).map((at, index) => at - (marks[index] ?? START));
        expect(gaps.map(({ length }) => length)).toEqual(pauses.filter((pause) => pause > THRESHOLD));
        expect(gaps.every(({ from, to, length }) => (to ?? end) - from === length)).toBe(true);
      }),
    );
  });

  it('count an outage of ours as far as it overlaps, and never more than the silence', () => {
    const anyOutages = fc
      .uniqueArray(fc.integer({ min: 0, max: 9_000 }), { minLength: 2, maxLength: 8 })
      .map((marks) => marks.toSorted((one, other) => one - other))
      .map((marks) =>
        marks.flatMap((beganAt, index) => {
          const endedAt = marks[index + 1];
          return index % 2 === 0 && endedAt !== undefined ? [{ beganAt, endedAt }] : [];
        }),
      );
    fc.assert(
      fc.property(anyPings, anyOutages, (pings, outages) => {
        for (const { from, length, ours } of connectionGaps(recordOf(pings, { outages }), THRESHOLD)) {
          const seconds = Array.from({ length }, (_, index) => from + index);
          const inOutage = seconds.filter((at) =>
            outages.some(({ beganAt, endedAt }) => at >= beganAt && at < endedAt),
          );
          expect(ours).toBe(inOutage.length);
        }
      }),
    );
  });

  it('end with the attempt, and say whether it was ended for its silence', () => {
    const stopped = { at: START + 200, isLost: true };
    expect(connectionGaps(recordOf([START + 50], { stopped, now: START + 9_000 }), THRESHOLD)).toEqual([
      { from: START + 50, to: START + 200, length: 150, ours: 0, isLost: true },
    ]);
  });
});
