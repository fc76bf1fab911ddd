import { isDeepStrictEqual } from 'node:util';
import {
  listAttemptsWithoutPlace,
  listKnownAttempts,
  saveImportedAttempts,
  type ImportedAttempt,
} from '../../db/imported-attempts.ts';
import { isClockRunning } from '../../rules/attempt/clock.ts';
import type { AttemptState } from '../../rules/attempt/state.ts';
import { examFactsOf, vendorOf } from '../../vendors/exam-facts.ts';
import { pages } from '../work.ts';
import { write, type ImportContext } from './context.ts';
import { endIfUnseen, mayStillEnd, removeOvertaken, takesPlace, toImportedAttempt } from './imported-attempt.ts';
import { bringPeople } from './people.ts';
import type { Fate, Kind } from './report.ts';
import { listArchived, listAttempts, listRemovedAttempts, listSnapshots } from './source/attempts.ts';
import { listByIds } from './source/reader.ts';
import { listReviewedCodes } from './source/reviews.ts';
import { examRow, type AttemptRow, type ExamRow } from './source/rows.ts';

const subjectOf = (id: number) => `attempt ${id}`;

/** The exam of an attempt as it was registered, as far as can be seen: it may have lost its proctoring since. */
function factsOf({ vendors }: ImportContext, exam: ExamRow, row: AttemptRow) {
  return examFactsOf(vendors, {
    id: exam.id,
    courseId: exam.course_id,
    contentId: exam.content_id,
    isProctored: exam.is_proctored || row.taking_as_proctored || row.external_id !== null,
    isPracticeExam: row.is_sample_attempt,
    backend: exam.backend,
  });
}

/** A batch as it will be stored here; what does not fit is reported. */
async function prepare(context: ImportContext, rows: readonly AttemptRow[], kind: Kind): Promise<ImportedAttempt[]> {
  const { source, vendors, report, now } = context;
  const codes = rows.flatMap(({ attempt_code: code }) => (code === null ? [] : [code]));
  const examIds = rows.flatMap(({ proctored_exam_id: id }) => (id === null ? [] : [id]));
  const [snapshots, archived, reviewed, exams] = [
    Map.groupBy(await listSnapshots(source, codes), (each) => each.attempt_code),
    Map.groupBy(await listArchived(source, codes), (each) => each.attempt_code),
    await listReviewedCodes(source, codes),
    new Map((await listByIds(source, 'exam', examRow, [...new Set(examIds)])).map((exam) => [exam.id, exam])),
  ];
  const absent = await bringPeople(
    context,
    rows.map((row) => row.user_id),
  );
  return rows.flatMap((row) => {
    const exam = exams.get(row.proctored_exam_id ?? 0);
    const refuse = (why: string) => {
      report.refuse(kind, subjectOf(row.id), why);
      return [];
    };
    if (!exam) return refuse('its exam is no more');
    if (row.user_id === null || absent.has(row.user_id)) return refuse('its learner is neither here nor there');
    const facts = factsOf(context, exam, row);
    const code = row.attempt_code ?? '';
    const made = toImportedAttempt(removeOvertaken(row), {
      exam: facts,
      now,
      isReviewed: reviewed.has(code),
      hasResumeFlags: source.schema.has('attempt', 'is_resumable'),
      examExternalId: exam.external_id,
      hasSecretLocator: vendorOf(vendors, facts)?.hidesExternalIdFromLearners ?? false,
      history: { snapshots: snapshots.get(code) ?? [], archived: archived.get(code) ?? [] },
    });
    return 'attempt' in made ? [made.attempt] : refuse(made.misfit);
  });
}

/** The state without what says when it was brought over. */
function comparable(state: unknown): unknown {
  const { unpausedAt: _, ...rest } = JSON.parse(JSON.stringify(state)) as AttemptState;
  return rest;
}

type Known = Awaited<ReturnType<typeof listKnownAttempts>>[number];

/** What becomes of an attempt of the original. */
function fateOf(attempt: ImportedAttempt, known: Known | undefined, { onlyEnded }: ImportContext['options']): Fate {
  if (known?.hasGoneOn) return 'gone on here';
  if (known && isDeepStrictEqual(comparable(known.state), comparable(attempt.state))) return 'same';
  if (onlyEnded && mayStillEnd(attempt)) return 'left for later';
  return known ? 'changed' : 'new';
}

/** Until it is heard from again, a page is not silent: it has to find its new address first. */
function awaitSigns(attempt: ImportedAttempt, { options }: ImportContext): ImportedAttempt {
  const { state } = attempt;
  return isClockRunning(state) ? { ...attempt, state: { ...state, unpausedAt: options.silentUntil } } : attempt;
}

async function importBatch(context: ImportContext, rows: readonly AttemptRow[], kind: Kind): Promise<void> {
  const { pool, options, report, now, allowTimedOutState } = context;
  const attempts = await prepare(context, rows, kind);
  const known = new Map((await listKnownAttempts(pool, attempts)).map((each) => [each.id, each]));
  const isNew = ({ state }: ImportedAttempt) => !known.has(state.attemptId);
  const homeless = new Set(
    await listAttemptsWithoutPlace(
      pool,
      attempts.filter((each) => takesPlace(each) && isNew(each)),
    ),
  );
  const [toSave, toRevive]: [ImportedAttempt[], string[]] = [[], []];
  for (const attempt of attempts) {
    const { attemptId, attemptCode, deletedAt } = attempt.state;
    const there = known.get(attemptId);
    const fate = fateOf(attempt, there, options);
    if (homeless.has(attemptId)) {
      report.refuse(kind, subjectOf(attemptId), 'its learner has begun another attempt on the exam here');
    } else if (fate === 'changed' && isClockRunning(there?.state as AttemptState)) {
      report.refuse(kind, subjectOf(attemptId), 'its clock runs here already, but the original has changed it since');
    } else {
      report.count(kind, fate);
      if (deletedAt !== null && kind === 'attempts')
        report.note(`${subjectOf(attemptId)}: one of two at once; kept as removed`);
      const written = endIfUnseen(attempt, { now, since: options.endsSince, allowTimedOutState });
      if (fate === 'new' || fate === 'changed') toSave.push(awaitSigns(written, context));
      if (fate !== 'left for later' && fate !== 'gone on here' && isClockRunning(written.state))
        toRevive.push(attemptCode);
    }
  }
  await write(context, (db) => saveImportedAttempts(db, toSave));
  if (!options.dryRun) await context.revive(toRevive);
  report.count(kind, 'running', toRevive.length);
}

/**
 * Attempts with their histories. Those that were removed come first, since they have left their places to others. Running
 * clocks go on here, each in a workflow of its own.
 */
export async function importAttempts(context: ImportContext): Promise<void> {
  const { source, options } = context;
  const lists = [
    ['removed attempts', listRemovedAttempts],
    ['attempts', listAttempts],
  ] as const;
  for (const [kind, list] of lists) {
    const next = (afterId: number) => list(source, { afterId, limit: options.batchSize });
    for await (const rows of pages(0, next, ({ id }) => id)) {
      await importBatch(context, rows, kind);
      await context.afterBatch(rows.length);
    }
  }
}
