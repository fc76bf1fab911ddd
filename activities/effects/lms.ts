import type { DatabasePool } from 'slonik';
import type { EffectSubjectRow } from '../../db/effect-subjects.ts';
import { findPerson } from '../../db/people.ts';
import type { EffectInput } from '../../workflows/exam-attempt/activities.ts';
import type { AttemptFacts, EffectSubject } from '../../lms/effects/definition.ts';
import { describeEffect, isForLms, type LmsEffects, type Withheld } from '../../lms/effects/index.ts';
import type { LmsLookups } from '../../lms/port.ts';
import { vendorOf } from '../../vendors/exam-facts.ts';
import type { VendorRegistry } from '../../vendors/port.ts';
import { readLearnerNames } from './learner-names.ts';

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

function reviewUrlOf(base: string | null, row: EffectSubjectRow): string | null {
  if (base === null) return null;
  const path = `/api/edx_proctoring/v1/instructor/${row.exam.courseId}/${row.exam.id}`;
  return `${base}${path}?attempt=${row.externalId ?? ''}`;
}

/** Where the effects find what they tell; looked up only when one needs it. */
function gatherFacts(deps: LmsEffectDeps, { learner, course }: EffectSubject, row: EffectSubjectRow): AttemptFacts {
  const { pool, lookups, vendors } = deps;
  return {
    row,
    vendor: vendorOf(vendors, row.exam),
    reviewUrl: reviewUrlOf(deps.publicUrl(), row),
    findPerson: async (id) => (id === null ? null : id === row.learner.id ? row.learner : await findPerson(pool, id)),
    overridesGrade: () => lookups.overridesGradeOnRejected(course),
    async readNames() {
      if (!row.takingAsProctored) return { fullName: '', profileName: '' };
      const { fullName, profileName } = await readLearnerNames(lookups, learner, course, row.learner.fullName);
      return { fullName, profileName };
    },
  };
}

/** Tells the LMS of one effect, under its key; answers why it was not sent, if the LMS does not want such events. */
export function createLmsTeller(deps: LmsEffectDeps) {
  return async (input: EffectInput, row: EffectSubjectRow): Promise<Withheld | void> => {
    const { effect } = input;
    if (!isForLms(effect)) throw new TypeError(`${effect.kind} is not for the LMS`);
    const subject = subjectOf(input, row);
    const told = await describeEffect(effect, subject, gatherFacts(deps, subject, row));
    if (told) return await deps.lms.deliver(told);
  };
}
