import { expect, it } from 'vitest';
import { encodeExamEvent } from '../../../../lms/event-bus/exam-attempt-avro.ts';
import recorded from './redis-streams.json' with { type: 'json' };

const { input, streams } = recorded;
const learner = input.student_user;
const staff = input['reset.requesting_user'];
const entries = streams['dev-learning-exam-attempt-lifecycle'].map(({ fields }) => fields);
const eventOf = (type: string) => /attempt\.(\w+)\.v1$/.exec(type)?.[1] ?? '';

/** Who asked for it in the recording, by event. */
const REQUESTERS: Record<string, typeof learner> = { submitted: learner, reset: staff };

it('records each of the five events', () => {
  expect(entries.map(({ type }) => eventOf(type)).toSorted()).toEqual([
    'errored',
    'rejected',
    'reset',
    'submitted',
    'verified',
  ]);
});

it.each(entries.map((fields) => [eventOf(fields.type), fields.event_data] as const))(
  'writes the bytes of %s as the real producer does',
  (event, bytes) => {
    const written = encodeExamEvent({
      exam_attempt: {
        student_user: learner,
        course_key: input.course_key,
        usage_key: input.usage_key,
        exam_type: input.exam_type,
        requesting_user: REQUESTERS[event] ?? null,
      },
    });
    expect(written.toString('base64')).toBe(bytes);
  },
);
