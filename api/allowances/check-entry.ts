import type { z } from 'zod';
import type { AllowanceSetting } from '../../db/allowances.ts';
import type { Exam } from '../../db/exams.ts';
import type { courseAllowance } from '../schemas/console/allowances.ts';
import { isExtraMinutesText, minutesOfFactor } from '../../rules/attempt/minutes.ts';
import { endOfDay, isDay } from '../wire/days.ts';
import { keyOfKind, KINDS } from '../wire/allowance.ts';
import { LARGEST_MULTIPLIER } from './bulk.ts';

type WrittenAllowance = z.output<typeof courseAllowance>;

/** An allowance as somebody wrote it; empty where nothing is said. */
export interface Entry {
  /** Of the file, or the number of the entry; from 1. */
  line: number;
  /** User name or email address. */
  learner: string;
  /** Id of an exam; empty: all exams of the course. */
  exam: string;
  kind: string;
  value: string;
  reason: string;
  expires_on: string;
}

/** An allowance as somebody would write it. */
export function writtenAs({ learner, exam, kind, value, reason, expires_on }: WrittenAllowance): Omit<Entry, 'line'> {
  return {
    learner: learner[1],
    exam: String(exam),
    kind,
    value,
    reason: reason ?? '',
    expires_on: expires_on ?? '',
  };
}

/** What can be wrong with an entry: the field, and what to do about it. */
export const MISTAKES = {
  learner_unknown: { field: 'learner', message: 'Nobody has this user name or email address.' },
  exam_unknown: { field: 'exam', message: 'The course has no exam with this id.' },
  exam_inactive: { field: 'exam', message: 'The exam is not active.' },
  kind_invalid: { field: 'kind', message: 'Write minutes, multiplier, policy, or a word of your own.' },
  minutes_invalid: { field: 'value', message: 'Write whole minutes, at most 525600 (one year).' },
  multiplier_invalid: { field: 'value', message: 'Write a factor of at least 1, such as 1.5.' },
  value_invalid: { field: 'value', message: 'Write 1 to 255 characters.' },
  reason_too_long: { field: 'reason', message: 'Write at most 1000 characters.' },
  date_invalid: { field: 'expires_on', message: 'Write a day such as 2030-05-31.' },
  date_past: { field: 'expires_on', message: 'The day has passed.' },
  duplicate: { field: 'learner', message: 'An earlier line says something about the same learner, exam and kind.' },
} as const;

export type Mistake = keyof typeof MISTAKES;

const LONGEST_TEXT = 255;
const LONGEST_REASON = 1000;

/** What is wrong with an entry, whoever and whatever it is about. */
export function findMistake({ kind, value, reason, expires_on: day }: Entry): Mistake | null {
  if (kind === '' || kind.length > LONGEST_TEXT || Object.values<string>(KINDS).includes(kind)) return 'kind_invalid';
  if (kind === 'minutes' && !isExtraMinutesText(value)) return 'minutes_invalid';
  if (kind === 'multiplier' && !(/^\d{1,6}(\.\d{1,6})?$/.test(value) && Number(value) >= 1))
    return 'multiplier_invalid';
  if (kind === 'multiplier' && Number(value) > LARGEST_MULTIPLIER) return 'multiplier_invalid';
  if (value === '' || value.length > LONGEST_TEXT) return 'value_invalid';
  if (reason.length > LONGEST_REASON) return 'reason_too_long';
  return day === '' || isDay(day) ? null : 'date_invalid';
}

/** What an entry without mistakes grants to a learner on an exam; a mistake if that is more time than can be granted. */
export function settingOf(entry: Entry, exam: Exam, userId: number, zone: string): AllowanceSetting | Mistake {
  const { kind, value, reason, expires_on: day } = entry;
  const isFactor = kind === 'multiplier';
  const stored = isFactor ? String(minutesOfFactor(exam.timeLimitMins, Number(value))) : value;
  if (isFactor && !isExtraMinutesText(stored)) return 'multiplier_invalid';
  return {
    examId: exam.id,
    userId,
    key: keyOfKind(kind),
    value: stored,
    factor: isFactor ? value : null,
    reason: reason === '' ? null : reason,
    expiresAt: day === '' ? null : endOfDay(day, zone),
  };
}
