import { readVendorExam, saveExamExternalId } from '../../db/effect-subjects.ts';
import { readAllowanceSubject, listCutAttempts } from '../../db/change-subjects.ts';
import { recordDelivery, findNextSettingsChange } from '../../db/changes.ts';
import type { SettingsChange, ChangeActivities } from '../../workflows/change-delivery/activities.ts';
import { FLAGS, INCOMPLETE } from '../../rules/attempt/statuses.ts';
import { finalFailureOf, isFinalRefusal } from '../final-refusals.ts';
import { describeExam, trackingNameOf } from '../../lms/effects/tracking.ts';
import { toVendorExam } from '../effects/vendor.ts';
import { VendorUnavailableError } from '../../vendors/errors.ts';
import { extendAll, trackAll } from './allowances.ts';
import { extend, type ChangeDeps } from './extend.ts';
import { retryAll } from './retry-effects.ts';
import { trackAllowance } from './track-allowance.ts';
import { readExtraMinutes } from '../../rules/attempt/minutes.ts';

/** Statuses in which a clock may run, or be about to. */
const OPEN = [...INCOMPLETE, ...FLAGS];

async function endTriesOnRefusal<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw isFinalRefusal(error) ? finalFailureOf(error) : error;
  }
}

type ExamChange = Extract<SettingsChange, { kind: 'exam-saved' | 'policy-saved' }>;

const keyOf = (change: SettingsChange) => `change/${change.id}`;

async function trackExam(
  { pool, lms }: ChangeDeps,
  change: Extract<SettingsChange, { kind: 'exam-saved' }>,
): Promise<void> {
  const exam = await readVendorExam(pool, change.payload.examId);
  await lms.deliver({
    kind: 'track',
    key: keyOf(change),
    at: change.at,
    name: trackingNameOf(exam, change.payload.created ? 'created' : 'updated'),
    course: exam.courseId,
    contentId: exam.contentId,
    learner: null,
    data: describeExam(exam),
  });
}

async function trackOneAllowance(
  { pool, lms }: ChangeDeps,
  change: Extract<SettingsChange, { kind: 'allowance-changed' }>,
): Promise<void> {
  const { examId, userId, key, verb } = change.payload;
  const { exam, username, value } = await readAllowanceSubject(pool, { examId, userId, key, open: INCOMPLETE });
  await trackAllowance(lms, { exam, userId, username, key, value, verb }, { key: keyOf(change), at: change.at });
}

async function saveExam({ pool, vendors }: ChangeDeps, change: ExamChange): Promise<void> {
  const exam = toVendorExam(await readVendorExam(pool, change.payload.examId));
  if (change.kind === 'exam-saved' && change.payload.deproctored) {
    const { ruleSummary: _, ...bare } = exam;
    const { backend, externalId = exam.externalId } = change.payload.deproctored;
    await vendors.get(backend).saveExam({ ...bare, backend, externalId, isActive: false, isProctored: false });
  }
  if (!exam.isProctored) return;
  const externalId = await vendors.get(exam.backend).saveExam(exam);
  if (externalId !== null) await saveExamExternalId(pool, exam, externalId);
}

/** A vendor that answers "not done" is asked again, like one that cannot be reached. */
async function retire({ vendors }: ChangeDeps, due: { userId: number; backend: string | null }): Promise<void> {
  const done = await vendors.get(due.backend).retireUser(due.userId);
  if (done === false) throw new VendorUnavailableError('The vendor has not deleted the learner yet.');
}

async function extendRunning(deps: ChangeDeps, change: SettingsChange): Promise<void> {
  if (change.kind === 'exam-saved') {
    for (const cut of await listCutAttempts(deps.pool, change.payload.examId)) await extend(deps, change, cut);
  }
  if (change.kind !== 'allowance-changed') return;
  const { examId, userId, key } = change.payload;
  const { value, reason, openAttemptCode } = await readAllowanceSubject(deps.pool, { examId, userId, key, open: OPEN });
  const minutes = readExtraMinutes(value);
  if (openAttemptCode === null || minutes === null) return;
  await extend(deps, change, { attemptCode: openAttemptCode, additionalMins: minutes, reason });
}

/** The activities that deliver changes of exams, review policies and allowances. */
export function createChangeActivities(deps: ChangeDeps): ChangeActivities {
  const { pool, clock } = deps;
  return {
    async nextChange(position) {
      return (await findNextSettingsChange(pool, position)) as SettingsChange | null;
    },
    async finishChange(changeId) {
      await recordDelivery(pool, changeId, clock());
    },
    async trackChange(change) {
      if (change.kind === 'exam-saved') await endTriesOnRefusal(trackExam(deps, change));
      if (change.kind === 'allowance-changed') await endTriesOnRefusal(trackOneAllowance(deps, change));
    },
    async saveExamAtVendor(change) {
      if (change.kind !== 'exam-saved' && change.kind !== 'policy-saved') return;
      await endTriesOnRefusal(saveExam(deps, change));
    },
    async retireAtVendor(change) {
      if (change.kind === 'retirement-due') await endTriesOnRefusal(retire(deps, change.payload));
    },
    async extendRunningAttempt(change) {
      await extendRunning(deps, change);
    },
    async extendRunningAttempts(change) {
      await extendAll(deps, change);
    },
    async trackAllowances(change) {
      await trackAll(deps, change);
    },
    async retryEffects(change) {
      if (change.kind === 'effects-to-retry') await retryAll(deps, change.id);
    },
  };
}
