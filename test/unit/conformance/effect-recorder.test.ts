import { describe, expect, it } from 'vitest';
import type { LmsEffect } from '../../../lms/effects/index.ts';
import { EffectRecorder } from '../../conformance/effect-recorder.ts';

const LEARNER = { id: 1, username: 'alice' };

function erasure(username: string, at: number): LmsEffect {
  return {
    kind: 'erase-answers',
    key: `${username}/1/erase-answers`,
    at,
    learner: { ...LEARNER, username },
    course: 'course',
    contentId: 'content',
    requestedBy: null,
  };
}

const mail = (to: string) => ({ to, from: 'f', subject: 's', html: 'h', text: 't', messageId: 'm', template: 'x' });

describe('the record of what the LMS and the mail server are told', () => {
  it('lists what attempts told in the order in which it happened, not in which it arrived', async () => {
    const recorder = new EffectRecorder();
    await recorder.deliver(erasure('bob', 2));
    await recorder.send(mail('carol'));
    await recorder.deliver(erasure('alice', 1));
    await recorder.deliver(erasure('erin', 2));
    expect(recorder.read('edx-proctoring').map(({ user, to }) => user ?? to)).toEqual([
      'alice',
      ['carol'],
      'bob',
      'erin',
    ]);
  });

  it('forgets what was read', async () => {
    const recorder = new EffectRecorder();
    await recorder.deliver(erasure('bob', 2));
    recorder.clear();
    expect(recorder.read('edx-proctoring')).toEqual([]);
  });
});
