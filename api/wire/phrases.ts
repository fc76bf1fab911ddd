import { roundHalfToEven } from '../../rules/attempt/minutes.ts';
import type { ExamType } from '../../rules/exam.ts';

const counted = (count: number, unit: string): string => `${count} ${unit}${count === 1 ? '' : 's'}`;

/** Minutes in words: "1 hour and 30 minutes" (rest-api §3.6). */
export function humanisedMinutes(minutes: number): string {
  const hours = Math.trunc(minutes / 60);
  const rest = minutes % 60;
  if (hours === 0) return counted(rest, 'minute');
  return rest === 0 ? counted(hours, 'hour') : `${counted(hours, 'hour')} and ${counted(rest, 'minute')}`;
}

/** The remaining time as a screen reader says it. */
export function remainingPhrase(seconds: number): string {
  return `you have ${humanisedMinutes(roundHalfToEven(seconds / 60))} remaining`;
}

/** The poll's variant, which does not count below a minute. */
export function polledRemainingPhrase(seconds: number): string {
  return seconds < 60 ? 'you have less than a minute remaining' : remainingPhrase(seconds);
}

export const EXAM_TYPE_PHRASES: Record<ExamType, string> = {
  timed: 'a timed exam',
  proctored: 'a proctored exam',
  practice: 'a practice exam',
  onboarding: 'an onboarding exam',
};
