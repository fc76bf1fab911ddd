import { z } from 'zod';
import type { LearnerRef } from '../port.ts';
import type { EffectSubject } from './definition.ts';

export const course_id = z.string().describe('Course key');
export const content_id = z.string().describe('Usage key of the exam');
export const instant = z.iso.datetime().describe('UTC');
export const user = z
  .strictObject({ id: z.int(), username: z.string() })
  .describe('A person, by their id and user name in the LMS');

/** A learner on an exam. */
export const place = { learner: user, course_id, content_id };

export function toUser({ id, username }: LearnerRef) {
  return { id, username };
}

export function toPlace({ learner, course, contentId }: Pick<EffectSubject, 'learner' | 'course' | 'contentId'>) {
  return { learner: toUser(learner), course_id: course, content_id: contentId };
}
