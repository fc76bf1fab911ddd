import { randomUUID } from 'node:crypto';
import { listExamsByIds, type Exam } from '../../db/exams.ts';
import type { AllowanceSetting } from '../../db/allowances.ts';
import { saveAllowances } from '../../db/bulk-allowances.ts';
import { listPeopleByNameOrEmail, type Person } from '../../db/people.ts';
import type { AppDeps } from '../app-deps.ts';
import {
  ADDITIONAL_TIME,
  isExtraMinutesText,
  LONGEST_MINUTES,
  minutesOfFactor,
  SHORTEST_LIMIT_MINUTES,
} from '../../rules/attempt/minutes.ts';
import { needsMinutes } from './set-allowance.ts';

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
  /** Id of the person who sets them. */
  by: number;
}

/** Even for the shortest exam, a greater factor would exceed the allowed time. */
export const LARGEST_MULTIPLIER = 1 + LONGEST_MINUTES / SHORTEST_LIMIT_MINUTES;

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

async function findPeople(deps: AppDeps, names: readonly string[]): Promise<Named<Person>[]> {
  const people = new Map(
    (await listPeopleByNameOrEmail(deps.pool, names)).map(({ text, person }) => [text, person] as const),
  );
  return names.map((name) => ({ name, found: people.get(name) ?? null }));
}

function settingFor(exam: Exam, { type, value }: BulkRequest): Pick<AllowanceSetting, 'key' | 'value' | 'factor'> {
  if (type !== MULTIPLIER) return { key: type, value };
  return {
    key: ADDITIONAL_TIME,
    value: String(minutesOfFactor(exam.timeLimitMins, Number(value))),
    factor: value.trim(),
  };
}

/** A pair of exam and learner as it was sent, and whether its allowance could be stored. */
export interface BulkPair {
  examId: string;
  user: string;
  isStored: boolean;
}

/** The allowance of a pair; null if there can be none. */
function allowanceOf(exam: Exam | null, person: Person | null, request: BulkRequest): AllowanceSetting | null {
  if (!exam?.isActive || !person) return null;
  const setting = settingFor(exam, request);
  if (needsMinutes(setting.key) && !isExtraMinutesText(setting.value)) return null;
  return { examId: exam.id, userId: person.id, ...setting };
}

/** A learner may be named twice, by user name and address. */
function eachOnce(settings: readonly AllowanceSetting[]): AllowanceSetting[] {
  return [...new Map(settings.map((setting) => [`${setting.examId}/${setting.userId}`, setting])).values()];
}

/**
 * Sets an allowance for every pair of exam and learner, all at once; pairs with an unknown or inactive exam, an unknown
 * learner, or more time than is allowed fail. Running exams get their time, and the LMS is told, shortly afterwards:
 * behind what people wait for.
 */
export async function setAllowances(deps: AppDeps, request: BulkRequest): Promise<BulkPair[]> {
  const [exams, people] = await Promise.all([findExams(deps, request), findPeople(deps, request.users)]);
  const wanted = exams.flatMap((exam) =>
    people.map((person) => ({
      examId: exam.name,
      user: person.name,
      setting: allowanceOf(exam.found, person.found, request),
    })),
  );
  const settings = wanted.map(({ setting }) => setting).filter((setting) => setting !== null);
  if (settings.length > 0) {
    const subject = `allowances/${randomUUID()}`;
    await saveAllowances(deps.pool, { subject, at: deps.clock(), by: request.by, settings: eachOnce(settings) });
    await deps.changes.begin(subject);
  }
  return wanted.map(({ setting, ...pair }) => ({ ...pair, isStored: setting !== null }));
}
