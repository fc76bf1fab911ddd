import { Readable } from 'node:stream';
import { constants } from 'node:zlib';
import type { z } from 'zod';
import { listBoardChanges } from '../../../db/board-changes.ts';
import type { Exam } from '../../../db/exams.ts';
import { examTypeOf, vendorOf } from '../../../vendors/exam-facts.ts';
import type { AppDeps } from '../../app-deps.ts';
import { countRows } from '../../board/counts.ts';
import { readBoardRows, silentAfter } from '../../board/rows.ts';
import { writeBoard } from '../../board/written.ts';
import { grantedExamOf } from '../../permissions/granted.ts';
import { noteRead } from '../../plugins/audit-log.ts';
import { examBoard as answer } from '../../schemas/console/board.ts';
import { query } from '../../schemas/console/query.ts';
import { examInCourse } from '../../schemas/params.ts';
import { position } from '../../schemas/console/fields.ts';
import type { App } from '../app-instance.ts';
import { coursePaths } from '../course-paths.ts';

type Board = z.output<typeof answer>;

function headOf(deps: AppDeps, exam: Exam) {
  const backend = vendorOf(deps.vendors, exam)?.name ?? null;
  const silentAfterMs = silentAfter(deps, backend);
  return {
    silentAfterMs,
    exam: {
      id: exam.id,
      course: exam.courseId,
      name: exam.examName,
      type: examTypeOf(deps.vendors, exam),
      backend,
      time_limit_minutes: exam.timeLimitMins,
      due_at: exam.dueDate,
      silent_after_seconds: silentAfterMs === null ? null : silentAfterMs / 1000,
    },
  };
}

async function readWhole(deps: AppDeps, exam: Exam): Promise<Board> {
  const { silentAfterMs, exam: head } = headOf(deps, exam);
  const now = deps.clock();
  const { seq, pausedSince, rows } = await deps.boards.read(exam.id, now);
  return {
    seq,
    server_time: now,
    exam: { ...head, paused_since: pausedSince },
    groups: [],
    counts: countRows(rows, now, silentAfterMs),
    rows,
    gone: null,
  };
}

/** What changed since a position; null if only the whole board tells. */
async function readSince(deps: AppDeps, exam: Exam, since: number): Promise<Board | null> {
  const changes = await listBoardChanges(deps.pool, exam.id, since);
  if (!changes) return null;
  const selection = { learnersOf: changes.attemptIds };
  const { pausedSince, rows } = await readBoardRows(deps, { examIds: [exam.id], selection });
  const ids = new Set(rows.map(({ id }) => id));
  const gone = changes.attemptIds.filter((id) => !ids.has(id));
  return {
    seq: changes.seq,
    server_time: deps.clock(),
    exam: { ...headOf(deps, exam).exam, paused_since: pausedSince },
    groups: [],
    counts: null,
    rows,
    gone,
  };
}

/** The board of an exam, for its first sight and for clients that cannot keep a stream open. */
export function examBoard(app: App, deps: AppDeps): void {
  for (const { url, hide } of coursePaths('/courses/:course/exams/:exam_id(^\\d+$)/board')) {
    app.get(
      url,
      {
        config: { scope: 'courseTeam', errors: ['exam_not_found'] },
        // Quick rather than small: it is large, and what matters is when it is there. Each piece is sent as it is written.
        compress: {
          encodings: ['br', 'gzip'],
          brotliOptions: { flush: constants.BROTLI_OPERATION_FLUSH, params: { [constants.BROTLI_PARAM_QUALITY]: 1 } },
          zlibOptions: { level: 5, flush: constants.Z_SYNC_FLUSH },
        },
        schema: {
          hide,
          summary: 'Get everybody who takes an exam',
          description:
            'One row for each learner, of their newest attempt. Go on with `listenToBoard`, or ask again with `since`; if too ' +
            'much has changed since then, the answer is the whole board, and its `gone` is null. The rows of a whole board come last, ' +
            'those that need a person most first, with a line break behind the first 40, so that a client may show these while the ' +
            'others are on their way.',
          operationId: 'getExamBoard',
          params: examInCourse,
          querystring: query({ since: position.optional() }),
          response: { 200: answer.describe('The board') },
        },
      },
      async (request, reply) => {
        const exam = grantedExamOf(request);
        const { since } = request.query;
        const changed = since === undefined ? null : await readSince(deps, exam, since);
        if (changed) return changed;
        noteRead(request, 'board.read', { course_id: exam.courseId, exam_id: exam.id });
        const pieces = writeBoard(await readWhole(deps, exam));
        // The schema says what it is once it is read.
        return await reply.type('application/json; charset=utf-8').send(Readable.from(pieces) as unknown as Board);
      },
    );
  }
}
