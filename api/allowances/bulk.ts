import { listExamsByIds, type Exam } from '../../db/exams.ts';
import { findPersonByNameOrEmail, type Person } from '../../db/people.ts';
import type { AppDeps } from '../app-deps.ts';
import {
  ADDITIONAL_TIME,
  isExtraMinutesText,
  LONGEST_MINUTES,
  SHORTEST_LIMIT_MINUTES,
} from '../../rules/attempt/minutes.ts';
import { roundHalfToEven } from '../wire/phrases.ts';
import { needsMinutes, storeAllowance } from './set-allowance.ts';

/** Stored as extra minutes of each exam: its limit times the value less one (rest-api §7.3). */
const MULTIPLIER = 'time_multiplier';

export interface BulkRequest {
  examIds: readonly string[];
  /** User names and email addresses. */
  users: readonly string[];
  type: string;
  value: string;
  /** The course to which every exam must belong; null: any. */
  courseId: string | null;
}

/** Even for the shortest exam, a greater factor would exceed the allowed time. */
const LARGEST_MULTIPLIER = 1 + LONGEST_MINUTES / SHORTEST_LIMIT_MINUTES;

/** Whether the value makes sense for its type. */
export function isBulkValueValid({ type, value }: BulkRequest): boolean {
  if (type === MULTIPLIER) return value.trim() !== '' && Number(value) >= 1 && Number(value) <= LARGEST_MULTIPLIER;
  return needsMinutes(type) ? isExtraMinutesText(value) : true;
}

/** What the caller names, and what exists under that name. */
interface Named<T> {
  name: string;
  found: T | null;
}

/** An exam in another course than the named one counts as unknown. */
async function findExams(deps: AppDeps, { examIds, courseId }: BulkRequest): Promise<Named<Exam>[]> {
  const ids = examIds.filter((id) => /^\d{1,15}$/.test(id)).map(Number);
  const exams = new Map((await listExamsByIds(deps.pool, ids)).map((exam) => [exam.id, exam]));
  return examIds.map((name) => {
    const exam = /^\d{1,15}$/.test(name) ? exams.get(Number(name)) : undefined;
    return { name, found: exam && (courseId === null || exam.courseId === courseId) ? exam : null };
  });
}

/** One after the other, so that a long list leaves connections to those who take exams. */
async function findPeople(deps: AppDeps, names: readonly string[]): Promise<Named<Person>[]> {
  const people: Named<Person>[] = [];
  for (const name of names) people.push({ name, found: await findPersonByNameOrEmail(deps.pool, name) });
  return people;
}

function settingFor(exam: Exam, { type, value }: BulkRequest): { key: string; value: string } {
  if (type !== MULTIPLIER) return { key: type, value };
  return { key: ADDITIONAL_TIME, value: String(roundHalfToEven(exam.timeLimitMins * (Number(value) - 1))) };
}

/** The pairs of a bulk request as they were sent, and how many could be stored. */
export interface BulkResult {
  pairs: { exam_id: string; user_id: string }[];
  stored: number;
}

/**
 * Sets an allowance for every pair of exam and learner; pairs with an
 * unknown or inactive exam, an unknown learner, or
 * more time than is allowed fail.
 */
export async function setAllowances(deps: AppDeps, request: BulkRequest): Promise<BulkResult> {
  const exams = await findExams(deps, request);
  const people = await findPeople(deps, request.users);
  const subjects: string[] = [];
  const store = async (exam: Exam | null, person: Person | null) => {
    if (!exam?.isActive || !person) return;
    const setting = settingFor(exam, request);
    if (needsMinutes(setting.key) && !isExtraMinutesText(setting.value)) return;
    subjects.push(await storeAllowance(deps, { examId: exam.id, userId: person.id, ...setting }));
  };
  for (const exam of exams) for (const person of people) await store(exam.found, person.found);
  await deps.changes.deliver([...new Set(subjects)]);
  const pairs = exams.flatMap((exam) => people.map((person) => ({ exam_id: exam.name, user_id: person.name })));
  return { pairs, stored: subjects.length };
}
