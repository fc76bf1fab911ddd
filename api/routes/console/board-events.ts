import type { FastifyRequest } from 'fastify';
import { vendorOf } from '../../../vendors/exam-facts.ts';
import type { AppDeps } from '../../app-deps.ts';
import { createViewer } from '../../board/viewer.ts';
import { ApiError } from '../../errors/api-error.ts';
import { isTeamOf } from '../../permissions/course.ts';
import { grantedExamOf } from '../../permissions/granted.ts';
import { callerOf } from '../../plugins/authentication.ts';
import { boardStream } from '../../schemas/console/board.ts';
import { position } from '../../schemas/console/fields.ts';
import { query } from '../../schemas/console/query.ts';
import { examInCourse } from '../../schemas/params.ts';
import type { App } from '../app-instance.ts';
import { coursePaths } from '../course-paths.ts';

const CHECK_MS = 60_000;
/** Streams that one person may have open in one process: more than they have screens and tabs. */
const MOST_STREAMS = 40;

/** Where the client goes on; what a browser sends by itself when it connects again comes first. */
function sinceOf(request: FastifyRequest, asked: number | undefined): number | null {
  const last = position.safeParse(request.headers['last-event-id']);
  return last.data ?? asked ?? null;
}

/** Whether the sender of the request may still see the course: signed in, not retired, and with the role. */
async function mayStill({ authenticate }: AppDeps, request: FastifyRequest, courseId: string): Promise<boolean> {
  try {
    const caller = await authenticate(request);
    return caller !== null && (await isTeamOf(caller, courseId));
  } catch (error) {
    // Nobody is turned away because an answer could not be had.
    return !(error instanceof ApiError) || error.status >= 500;
  }
}

/** What changes on the board of an exam, as server-sent events. */
export function boardEvents(app: App, deps: AppDeps): void {
  const streams = new Map<number, number>();
  const count = (userId: number, by: 1 | -1) => {
    const now = (streams.get(userId) ?? 0) + by;
    if (now > 0) streams.set(userId, now);
    else streams.delete(userId);
  };
  for (const { url, hide } of coursePaths('/courses/:course/exams/:exam_id(^\\d+$)/board/events')) {
    app.get(
      url,
      {
        exposeHeadRoute: false,
        config: { scope: 'courseTeam', errors: ['exam_not_found', 'too_many_requests'] },
        schema: {
          hide,
          summary: 'Listen to the board of an exam',
          description:
            'Server-sent events. `Last-Event-ID`, or `since` with the `seq` of the board, says what the client has seen. ' +
            'The stream ends when the sign-in or the role does.',
          operationId: 'listenToBoard',
          params: examInCourse,
          querystring: query({ since: position.optional() }),
          produces: ['text/event-stream'],
          response: { 200: boardStream },
        },
      },
      async (request, reply) => {
        const exam = grantedExamOf(request);
        const { userId, signedInUntil } = callerOf(request);
        if ((streams.get(userId) ?? 0) >= MOST_STREAMS) throw new ApiError('too_many_requests');
        const viewer = createViewer();
        const board = { id: exam.id, backend: vendorOf(deps.vendors, exam)?.name ?? null };
        count(userId, 1);
        const leave = await deps.boards
          .watch(board, viewer, sinceOf(request, request.query.since))
          .catch((error: unknown) => {
            count(userId, -1);
            throw error;
          });
        const checking = setInterval(() => {
          void (async () => {
            if (deps.clock() >= signedInUntil || !(await mayStill(deps, request, exam.courseId))) viewer.end();
          })();
        }, CHECK_MS);
        const ending = setTimeout(() => viewer.end(), Math.min(Math.max(0, signedInUntil - deps.clock()), 2 ** 31 - 1));
        viewer.stream.once('close', () => {
          clearInterval(checking);
          clearTimeout(ending);
          count(userId, -1);
          leave();
        });
        void reply.header('content-type', 'text/event-stream').header('x-accel-buffering', 'no');
        return await reply.send(viewer.stream);
      },
    );
  }
}
