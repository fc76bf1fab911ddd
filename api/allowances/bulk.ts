import { ADDITIONAL_TIME } from '../../db/allowances.ts';
import { examById, type Exam } from '../../db/exams.ts';
import { personByNameOrEmail, type Person } from '../../db/people.ts';
import type { AppDeps } from '../ports.ts';
import {
  isExtraMinutesText,
  LONGEST_MINUTES,
  SHORTEST_LIMIT_MINUTES,
} from '../../workflows/exam-attempt/rules/minutes.ts';
import { roundHalfToEven } from '../wire/phrases.ts';
import { needsMinutes, storeAllowance } from './set-allowance.ts';

/** Stored as extra minutes of each exam: its limit times the value less one (rest-api §7.3). */
const MULTIPLIER = 'time_multiplier';

export interface BulkRequest {
  examIds: readonly string[];
  /** User names and e-mail addresses. */
  users: readonly string[];
  type: string;
  value: string;
  /** The course that every exam must be of; null: any. */
  courseId: string | null;
}

/** No exam is so short that a greater factor would grant a time that is allowed. */
const LARGEST_MULTIPLIER = 1 + LONGEST_MINUTES / SHORTEST_LIMIT_MINUTES;

/** Whether the value makes sense for its type. */
export function isBulkValueValid({ type, value }: BulkRequest): boolean {
  if (type === MULTIPLIER) return value.trim() !== '' && Number(value) >= 1 && Number(value) <= LARGEST_MULTIPLIER;
  return needsMinutes(type) ? isExtraMinutesText(value) : true;
}

async function lookUp<T>(names: readonly string[], find: (name: string) => Promise<T | null>) {
  return await Promise.all(names.map(async (name) => ({ name, found: await find(name) })));
}

/** An exam of another course than the one that was named is unknown there. */
const findExam = (deps: AppDeps, courseId: string | null) => async (id: string) => {
  const exam = /^\d{1,15}$/.test(id) ? await examById(deps.pool, Number(id)) : null;
  return courseId === null || exam?.courseId === courseId ? exam : null;
};

function settingFor(exam: Exam, { type, value }: BulkRequest): { key: string; value: string } {
  if (type !== MULTIPLIER) return { key: type, value };
  return { key: ADDITIONAL_TIME, value: String(roundHalfToEven(exam.timeLimitMins * (Number(value) - 1))) };
}

/** The pairs of a bulk request as they were sent, and how many could be stored. */
export interface BulkOutcome {
  pairs: { exam_id: string; user_id: string }[];
  stored: number;
}

/**
 * Sets an allowance for every pair of exam and learner; pairs with an
 * unknown or inactive exam, with nobody, or with more time than anybody is granted fail.
 */
export async function setAllowances(deps: AppDeps, request: BulkRequest): Promise<BulkOutcome> {
  const exams = await lookUp(request.examIds, findExam(deps, request.courseId));
  const people = await lookUp(request.users, (name) => personByNameOrEmail(deps.pool, name));
  const subjects: string[] = [];
  const store = async (exam: Exam | null, person: Person | null) => {
    if (!exam?.isActive || !person) return;
    const setting = settingFor(exam, request);
    if (needsMinutes(setting.key) && !isExtraMinutesText(setting.value)) return;
    subjects.push(await storeAllowance(deps, { examId: exam.id, userId: person.id, ...setting }));
  };
  for (const exam of exams) for (const person of people) await store(exam.found, person.found);
  await deps.temporal.deliverChanges([...new Set(subjects)]);
  const pairs = exams.flatMap((exam) => people.map((person) => ({ exam_id: exam.name, user_id: person.name })));
  return { pairs, stored: subjects.length };
}
