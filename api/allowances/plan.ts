import { createHash, randomUUID } from 'node:crypto';
import type { AllowanceSetting } from '../../db/allowances.ts';
import { saveAllowances } from '../../db/bulk-allowances.ts';
import { listStoredAllowances } from '../../db/course-allowances.ts';
import { listExamsOfCourse, type Exam } from '../../db/exams.ts';
import { listPeopleByNameOrEmail } from '../../db/people.ts';
import type { AppDeps } from '../app-deps.ts';
import { ApiError } from '../errors/api-error.ts';
import { findMistake, MISTAKES, settingOf, type Entry, type Mistake } from './check-entry.ts';

/** So many allowances can be set at once: a line without an exam is one for each exam of the course. */
const MOST_SETTINGS = 50_000;

type Outcome = 'new' | 'changed' | 'same' | 'error';

/** What will come of an entry. */
export interface PlannedEntry {
  entry: Entry;
  outcome: Outcome;
  mistake: Mistake | null;
  /** What is to be stored. */
  settings: readonly AllowanceSetting[];
}

export interface AllowancePlan {
  rows: readonly PlannedEntry[];
  /** Names what was planned: another plan, for other entries or after somebody else's change, has another one. */
  token: string;
}

const placeOf = ({ examId, userId, key }: AllowanceSetting) => `${examId}/${userId}/${key}`;

const sameFields = (setting: AllowanceSetting) =>
  JSON.stringify([setting.value, setting.factor, setting.reason, setting.expiresAt]);

/** The exams of an entry, or what is wrong with the one it names. */
function examsOf(name: string, exams: ReadonlyMap<string, Exam>): Exam[] | Mistake {
  if (name === '') return [...exams.values()].filter(({ isActive }) => isActive);
  const exam = exams.get(name);
  if (!exam) return 'exam_unknown';
  return exam.isActive ? [exam] : 'exam_inactive';
}

interface Known {
  exams: ReadonlyMap<string, Exam>;
  people: ReadonlyMap<string, number>;
  stored: ReadonlyMap<string, string>;
  zone: string;
  now: number;
}

/** What an entry asks for, and what of it is not stored yet. */
function planEntry(entry: Entry, known: Known, seen: Set<string>): PlannedEntry {
  const fail = (mistake: Mistake): PlannedEntry => ({ entry, outcome: 'error', mistake, settings: [] });
  const mistake = findMistake(entry);
  if (mistake) return fail(mistake);
  const userId = known.people.get(entry.learner);
  if (userId === undefined) return fail('learner_unknown');
  const exams = examsOf(entry.exam, known.exams);
  if (typeof exams === 'string') return fail(exams);
  const settings: AllowanceSetting[] = [];
  let isNew = false;
  for (const exam of exams) {
    const setting = settingOf(entry, exam, userId, known.zone);
    if (typeof setting === 'string') return fail(setting);
    if (seen.has(placeOf(setting))) return fail('duplicate');
    const before = known.stored.get(placeOf(setting));
    if (before === sameFields(setting)) continue;
    if ((setting.expiresAt ?? Infinity) <= known.now) return fail('date_past');
    isNew ||= before === undefined;
    settings.push(setting);
  }
  for (const exam of exams) {
    const setting = settingOf(entry, exam, userId, known.zone);
    if (typeof setting !== 'string') seen.add(placeOf(setting));
  }
  const change = isNew ? 'new' : 'changed';
  return { entry, outcome: settings.length === 0 ? 'same' : change, mistake: null, settings };
}

/** What setting these allowances in a course would change, and what is wrong with them. Changes nothing. */
export async function planAllowances(
  { pool, clock, config }: Pick<AppDeps, 'pool' | 'clock' | 'config'>,
  courseId: string,
  entries: readonly Entry[],
): Promise<AllowancePlan> {
  const [exams, found] = await Promise.all([
    listExamsOfCourse(pool, courseId),
    listPeopleByNameOrEmail(pool, [...new Set(entries.map(({ learner }) => learner).filter(Boolean))]),
  ]);
  const people = new Map(
    found.filter(({ person }) => !person.isRetired).map(({ text, person }) => [text, person.id] as const),
  );
  const stored = await listStoredAllowances(pool, courseId, [...new Set(people.values())]);
  const known: Known = {
    exams: new Map(exams.map((exam) => [String(exam.id), exam])),
    people,
    stored: new Map(stored.map((each) => [placeOf(each), sameFields(each)])),
    zone: config.site.timeZone,
    now: clock(),
  };
  const seen = new Set<string>();
  const rows: PlannedEntry[] = [];
  let count = 0;
  for (const entry of entries) {
    const row = planEntry(entry, known, seen);
    count += row.settings.length;
    if (count > MOST_SETTINGS) throw new ApiError('too_many_allowances');
    rows.push(row);
  }
  const wanted = rows.map(({ outcome, settings }) => [outcome, settings]);
  return {
    rows,
    token: createHash('sha256')
      .update(JSON.stringify([courseId, wanted]))
      .digest('hex'),
  };
}

/** Stores what is planned, all at once; running exams get their time, and the LMS is told, shortly afterwards. */
export async function carryOutPlan(
  { pool, clock, changes }: Pick<AppDeps, 'pool' | 'clock' | 'changes'>,
  { rows }: AllowancePlan,
  by: number,
): Promise<void> {
  const settings = rows.flatMap((row) => row.settings);
  if (settings.length === 0) return;
  const subject = `allowances/${randomUUID()}`;
  await saveAllowances(pool, { subject, at: clock(), by, settings });
  await changes.begin(subject);
}

/** The plan as it is answered. */
export function wirePlan({ rows, token }: AllowancePlan) {
  const count = (wanted: Outcome) => rows.filter(({ outcome }) => outcome === wanted).length;
  return {
    new: count('new'),
    changed: count('changed'),
    same: count('same'),
    errors: count('error'),
    rows: rows.map(({ entry: { line, learner, exam }, outcome, mistake }) => ({
      line,
      learner,
      exam,
      outcome,
      field: mistake && MISTAKES[mistake].field,
      code: mistake,
      message: mistake && MISTAKES[mistake].message,
    })),
    token,
  };
}
