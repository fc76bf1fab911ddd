import type { EventData, EventType } from '../cloud-events.ts';
import { eventType } from './event-schema.ts';
import { USER_DATA } from './user-data.ts';

/** An event of an exam, of those that Open edX has. */
export type ExamEventType = Extract<EventType, `org.openedx.${string}`>;

/** Schema of all five events (edx-exams §7), which differ in their namespaces alone. */
export const EXAM_ATTEMPT = eventType('exam_attempt', {
  name: 'ExamAttemptData',
  fields: [
    { name: 'student_user', type: USER_DATA },
    { name: 'course_key', type: 'string' },
    { name: 'usage_key', type: 'string' },
    { name: 'exam_type', type: 'string' },
    { name: 'requesting_user', type: ['null', 'UserData'], default: null },
  ],
});

/** The payload as the platform's consumer reads it: Avro binary without a header (edx-exams §7). */
export function encodeExamEvent(data: EventData<ExamEventType>): Buffer {
  return EXAM_ATTEMPT.toBuffer(data);
}
