import type { DatabasePool } from 'slonik';
import { readEffectSubject, type EffectSubjectRow } from '../../db/effect-subjects.ts';
import { findPerson } from '../../db/people.ts';
import type { EffectInput } from '../../workflows/exam-attempt/activities.ts';
import type { Effect, EffectKind, KindIn } from '../../rules/attempt/effects.ts';
import type { EffectSubject, LmsEffect, LmsEffects, LmsLookups, Person } from '../../lms/port.ts';
import { vendorOf } from '../../vendors/exam-facts.ts';
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

function subjectOf({ key, at }: EffectInput, { learner, exam }: EffectSubjectRow): EffectSubject {
  const { id, username } = learner;
  return { key, at, learner: { id, username }, course: exam.courseId, contentId: exam.contentId };
}

async function personOf(pool: DatabasePool, id: number | null): Promise<Person | null> {
  const person = id === null ? null : await findPerson(pool, id);
  if (!person) return null;
  const { username, email, fullName, isActive } = person;
  return { id: person.id, username, email, fullName, isActive };
}

function reviewUrl(base: string | null, row: EffectSubjectRow): string | null {
  if (base === null) return null;
  const path = `/api/edx_proctoring/v1/instructor/${row.exam.courseId}/${row.exam.id}`;
  return `${base}${path}?attempt=${row.externalId ?? ''}`;
}

/** The grade comment names the vendor that failed the learner (attempt-lifecycle §4.3). */
function failureComment(vendors: VendorRegistry, row: EffectSubjectRow): string {
  const vendor = vendorOf(vendors, row.exam);
  return vendor ? `Failed ${vendor.verboseName} proctoring` : 'Failed Proctoring';
}

/** The names at the vendor and in the profile; both are empty if no vendor registers the learner, as in the original. */
async function announcedNames({ lookups }: LmsEffectDeps, { learner, course }: EffectSubject, row: EffectSubjectRow) {
  if (!row.takingAsProctored) return { fullName: '', profileName: '' };
  const { fullName, profileName } = await readLearnerNames(lookups, learner, course, row.learner.fullName);
  return { fullName, profileName };
}

async function statusAnnouncement(
  deps: LmsEffectDeps,
  subject: EffectSubject,
  effect: Extract<Effect, { kind: 'announce-status' }>,
  row: EffectSubjectRow,
): Promise<LmsEffect> {
  const { status, withNames: atCreation } = effect;
  const without = !row.exam.isProctored && atCreation ? null : false;
  return {
    ...subject,
    ...(atCreation ? await announcedNames(deps, subject, row) : { fullName: null, profileName: null }),
    kind: 'attempt.status',
    attemptId: row.attemptId,
    status,
    isPracticeExam: row.exam.isPracticeExam,
    isProctored: row.takingAsProctored,
    backendSupportsOnboarding: vendorOf(deps.vendors, row.exam)?.supportsOnboarding ?? without,
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
      if (!(await lookups.overridesGradeOnRejected(row.exam.courseId))) return null;
      const overrider = await personOf(pool, effect.overriderId);
      return { ...subject, kind: 'grade.override', overrider, comment: failureComment(vendors, row) };
    }
    case 'invalidate-certificate':
      return (await lookups.overridesGradeOnRejected(row.exam.courseId))
        ? { ...subject, kind: 'certificate.invalidate' }
        : null;
    case 'undo-grade-override': {
      const wanted = row.isDeleted || (await lookups.overridesGradeOnRejected(row.exam.courseId));
      return wanted ? { ...subject, kind: 'grade.undo' } : null;
    }
    case 'erase-answers':
      return { ...subject, kind: 'answers.erase', requestedBy: await personOf(pool, effect.requestedBy) };
    case 'notify-support': {
      const { reviewStatus } = effect;
      const url = reviewUrl(deps.publicUrl(), row);
      return { ...subject, kind: 'support.notify', examName: row.exam.examName, reviewStatus, reviewUrl: url };
    }
    case 'publish-exam-event': {
      const [learner, requestedBy] = await Promise.all([
        personOf(pool, row.learner.id),
        personOf(pool, effect.requestedBy),
      ]);
      const examType = row.exam.type;
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
