import { describe, expect, it } from 'vitest';
import { createAnnouncer } from '../../../activities/effects/announcing.ts';
import { createPromptTries } from '../../../activities/effects/prompt-tries.ts';
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

const nothingBegan = () => Promise.resolve();

describe('announcements', () => {
  it('are told in order while the LMS takes them at once', async () => {
    const told: string[] = [];
    const announce = createAnnouncer(
      async (inputs) => {
        told.push(...inputs.map(({ key }) => key));
        return { finished: inputs.length };
      },
      createPromptTries('LMS', 50),
      nothingBegan,
    );
    await announce([announcement(1), announcement(2)]);
    await announce([announcement(3)]);
    expect(told).toEqual([1, 2, 3].map((version) => announcement(version).key));
  });

  it('are put off when the LMS takes its time, and at once for a while after', async () => {
    const told: string[] = [];
    const announce = createAnnouncer(
      (inputs) => {
        told.push(...inputs.map(({ key }) => key));
        return new Promise(() => undefined);
      },
      createPromptTries('LMS', 50),
      nothingBegan,
    );
    expect(await failureOf(announce([announcement(1), announcement(2)]))).toBe('The LMS takes its time');
    expect(await failureOf(announce([announcement(3)]))).toBe('The LMS was not well just now');
    expect(told).toEqual([1, 2].map((version) => announcement(version).key));
  });

  it('are put off for a while when the LMS fails', async () => {
    const announce = createAnnouncer(
      () => Promise.reject(new Error('The LMS answered 503')),
      createPromptTries('LMS', 50),
      nothingBegan,
    );
    expect(await failureOf(announce([announcement(1)]))).toBe('The LMS answered 503');
    expect(await failureOf(announce([announcement(2)]))).toBe('The LMS was not well just now');
  });
});
