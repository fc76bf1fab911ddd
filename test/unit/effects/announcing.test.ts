import { describe, expect, it } from 'vitest';
import { createAnnouncer } from '../../../activities/effects/announcing.ts';
import type { EffectInput } from '../../../workflows/exam-attempt/activities.ts';

function announcement(version: number): EffectInput {
  const effect = { kind: 'announce-status', status: 'started', withNames: false } as const;
  return { key: `A/${version}/announce-status`, version, at: 0, effect, attemptId: 1, attemptCode: 'A' };
}

const failureOf = (work: Promise<void>) =>
  work.then(
    () => null,
    (error: Error) => error.message,
  );

describe('announcements', () => {
  it('are told in order while the LMS takes them at once', async () => {
    const told: string[] = [];
    const announce = createAnnouncer(async ({ key }) => void told.push(key));
    await announce([announcement(1), announcement(2)]);
    await announce([announcement(3)]);
    expect(told).toEqual([1, 2, 3].map((version) => announcement(version).key));
  });

  it('are put off when the LMS takes its time, and at once for a while after', async () => {
    const told: string[] = [];
    const announce = createAnnouncer(async ({ key }) => {
      told.push(key);
      await new Promise(() => undefined);
    });
    expect(await failureOf(announce([announcement(1), announcement(2)]))).toBe('The LMS takes its time');
    expect(await failureOf(announce([announcement(3)]))).toBe('The LMS was not well just now');
    expect(told).toEqual([announcement(1).key]);
  });

  it('are put off for a while when the LMS fails', async () => {
    const announce = createAnnouncer(() => Promise.reject(new Error('The LMS answered 503')));
    expect(await failureOf(announce([announcement(1)]))).toBe('The LMS answered 503');
    expect(await failureOf(announce([announcement(2)]))).toBe('The LMS was not well just now');
  });
});
