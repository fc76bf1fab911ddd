import type { DatabasePool } from 'slonik';
import { readEffectSubject, type EffectSubjectRow } from '../../db/attempt-facts.ts';
import { findPerson } from '../../db/people.ts';
import type { EffectInput } from '../../workflows/exam-attempt/activities.ts';
import { backendOf } from '../../rules/exam.ts';
import type { Effect, EffectKind, KindIn } from '../../rules/attempt/effects.ts';
import type { EffectSubject, LmsEffect, LmsEffects, LmsLookups, Person } from '../../lms/port.ts';
import { vendorOf } from '../store/settings.ts';
import type { VendorRegistry } from '../../vendors/port.ts';
import { readLearnerNames } from './learner-names.ts';
import { trackAttempt } from './tracking.ts';

export interface LmsEffectDeps {
  pool: DatabasePool;
  lms: LmsEffects;
  lookups: LmsLookups;
  vendors: VendorRegistry;
  clock: () => number;
  /** Where staff reach the API, for the link in a support notice; null: no link. */
  publicUrl: () => string | null;
}

function subjectOf({ key, at }: EffectInput, row: EffectSubjectRow): EffectSubject {
  const learner = { id: row.user_id, username: row.username };
  return { key, at, learner, course: row.course_id, contentId: row.content_id };
}

async function personOf(pool: DatabasePool, id: number | null): Promise<Person | null> {
  const person = id === null ? null : await findPerson(pool, id);
  if (!person) return null;
  const { username, email, fullName, isActive } = person;
  return { id: person.id, username, email, fullName, isActive };
}

function reviewUrl(base: string | null, row: EffectSubjectRow): string | null {
  if (base === null) return null;
  const path = `/api/edx_proctoring/v1/instructor/${row.course_id}/${row.exam_id}`;
  return `${base}${path}?attempt=${row.external_id ?? ''}`;
}

function ownBackendOf({ defaultName }: VendorRegistry, row: EffectSubjectRow): string | null {
  return backendOf({ isProctored: row.is_proctored, backend: row.backend }, defaultName);
}

/** The grade comment names the vendor that failed the learner (attempt-lifecycle §4.3). */
function failureComment(vendors: VendorRegistry, row: EffectSubjectRow): string {
  const vendor = vendorOf(vendors, ownBackendOf(vendors, row));
  return vendor ? `Failed ${vendor.verboseName} proctoring` : 'Failed Proctoring';
}

/** The names at the vendor and in the profile; both are empty if no vendor registers the learner, as in the original. */
async function announcedNames({ lookups }: LmsEffectDeps, { learner, course }: EffectSubject, row: EffectSubjectRow) {
  if (!row.taking_as_proctored) return { fullName: '', profileName: '' };
  const { fullName, profileName } = await readLearnerNames(lookups, learner, course, row.full_name);
  return { fullName, profileName };
}

async function statusAnnouncement(
  deps: LmsEffectDeps,
  subject: EffectSubject,
  effect: Extract<Effect, { kind: 'announce-status' }>,
  row: EffectSubjectRow,
): Promise<LmsEffect> {
  const { status, withNames: atCreation } = effect;
  const backend = ownBackendOf(deps.vendors, row);
  const without = backend === null && atCreation ? null : false;
  return {
    ...subject,
    ...(atCreation ? await announcedNames(deps, subject, row) : { fullName: null, profileName: null }),
    kind: 'attempt.status',
    attemptId: row.attempt_id,
    status,
    isPracticeExam: row.is_practice_exam,
    isProctored: row.taking_as_proctored,
    backendSupportsOnboarding: vendorOf(deps.vendors, backend)?.supportsOnboarding ?? without,
  };
}

/** What the LMS is told about an effect; null if the course does not want it. */
async function translate(deps: LmsEffectDeps, input: EffectInput): Promise<LmsEffect | null> {
  const { pool, lookups, vendors } = deps;
  const { effect } = input;
  const row = await readEffectSubject(pool, input.attemptId);
  const subject = subjectOf(input, row);
  switch (effect.kind) {
    case 'complete-unit':
      return { ...subject, kind: 'unit.complete' };
    case 'set-credit':
      return { ...subject, kind: 'credit.set', status: effect.status };
    case 'remove-credit':
      return { ...subject, kind: 'credit.remove' };
    case 'override-grade': {
      if (!(await lookups.overridesGradeOnRejected(row.course_id))) return null;
      const overrider = await personOf(pool, effect.overriderId);
      return { ...subject, kind: 'grade.override', overrider, comment: failureComment(vendors, row) };
    }
    case 'invalidate-certificate':
      return (await lookups.overridesGradeOnRejected(row.course_id))
        ? { ...subject, kind: 'certificate.invalidate' }
        : null;
    case 'undo-grade-override': {
      const wanted = row.deleted || (await lookups.overridesGradeOnRejected(row.course_id));
      return wanted ? { ...subject, kind: 'grade.undo' } : null;
    }
    case 'erase-answers':
      return { ...subject, kind: 'answers.erase', requestedBy: await personOf(pool, effect.requestedBy) };
    case 'notify-support': {
      const { reviewStatus } = effect;
      const url = reviewUrl(deps.publicUrl(), row);
      return { ...subject, kind: 'support.notify', examName: row.exam_name, reviewStatus, reviewUrl: url };
    }
    case 'publish-exam-event': {
      const [learner, requestedBy] = await Promise.all([
        personOf(pool, row.user_id),
        personOf(pool, effect.requestedBy),
      ]);
      const examType = row.exam_type;
      return learner && { ...subject, kind: 'exam-event', event: effect.event, learner, examType, requestedBy };
    }
    case 'track':
      return trackAttempt(input, effect, row);
    case 'announce-status':
      return await statusAnnouncement(deps, subject, effect, row);
    default:
      throw new TypeError(`${effect.kind satisfies Exclude<EffectKind, KindIn<'lms'>>} is not for the LMS`);
  }
}

/** Tells the LMS of one effect, under its key. */
export function createLmsTeller(deps: LmsEffectDeps) {
  return async (input: EffectInput): Promise<void> => {
    const effect = await translate(deps, input);
    if (effect) await deps.lms.deliver(effect);
  };
}
