import { z } from 'zod';
import { listActs, type ActPlace } from '../../../db/acts.ts';
import type { AppDeps } from '../../app-deps.ts';
import type { Caller } from '../../auth/caller.ts';
import { isStaffOf } from '../../permissions/course.ts';
import { callerOf } from '../../plugins/authentication.ts';
import { digits, millisInQuery, pageSize } from '../../schemas/console/fields.ts';
import { actPage as answer } from '../../schemas/console/operations.ts';
import { query } from '../../schemas/console/query.ts';
import { courseKey } from '../../schemas/fields.ts';
import { wireValue } from '../../wire/allowance.ts';
import { wireTime } from '../../wire/time.ts';
import type { App } from '../app-instance.ts';
import { undoIdOf } from './undo.ts';

const place = z
  .string()
  .regex(/^\d{1,15}-\d{1,15}-\d{1,15}$/)
  .transform((text): ActPlace => {
    const [at = 0, attemptId = 0, version = 0] = text.split('-').map(Number);
    return { at, attemptId, version };
  });

const placeText = ({ at, attemptId, version }: ActPlace) => `${at}-${attemptId}-${version}`;

/** The courses whose log the caller may see: those that the sign-in names them staff of, or the one asked for. */
async function coursesOf(caller: Caller, asked: string | undefined): Promise<readonly string[] | 'all'> {
  if (asked !== undefined) return (await isStaffOf(caller, asked)) ? [asked] : [];
  if (caller.isGlobalStaff) return 'all';
  return caller.courseRoles.filter(({ role }) => role === 'staff').map(({ course }) => course);
}

/** Who did what: the changes that people made to attempts and allowances, and their notes. */
export function acts(app: App, { pool, clock }: AppDeps): void {
  app.get(
    '/acts',
    {
      config: { scope: 'signedIn' },
      schema: {
        summary: 'List what people did to attempts and allowances, and their notes',
        description:
          'The newest first. Of the courses in which the sign-in names the caller staff, or of `course`; for global staff of all.',
        operationId: 'listActs',
        querystring: query({
          course: courseKey.optional().describe('Course key; only what was done in it'),
          person: z.string().max(255).optional().describe('User name of who did it'),
          attempt: digits.optional().describe('Id of the attempt'),
          kind: z
            .string()
            .max(100)
            .optional()
            .describe('What was done, such as `set-status`, `allowance-created`, `note` or `incident`'),
          from: millisInQuery('Not before').optional(),
          to: millisInQuery('Before').optional(),
          cursor: place.optional().describe('`next` of the page before'),
          limit: pageSize,
        }),
        response: { 200: answer.describe('The page') },
      },
    },
    async (request) => {
      const { course, person, attempt, kind, from, to, cursor, limit } = request.query;
      const courses = await coursesOf(callerOf(request), course);
      if (courses.length === 0) return { acts: [], next: null };
      const filter = { courses, person, attemptId: attempt, event: kind, from, to, after: cursor };
      const rows = await listActs(pool, filter, limit);
      const last = rows.at(-1);
      const now = clock();
      return {
        acts: rows.map((row) => ({
          at: wireTime(row.at),
          person: row.person,
          by: row.by,
          attempt_id: row.attemptId === 0 ? null : row.attemptId,
          course: row.courseId,
          exam: row.examId,
          learner: [row.learner.id, row.learner.username, row.learner.fullName] as [number, string, string],
          kind: row.event,
          from: row.fromStatus,
          to: row.toStatus,
          allowance: row.allowance && wireValue(row.allowance),
          reason: row.reason,
          bulk_id: row.bulkId,
          undo:
            row.undoUntil !== null && row.undoUntil >= now
              ? { id: undoIdOf(row.attemptId, row.version), until: row.undoUntil }
              : null,
        })),
        next: rows.length < limit || !last ? null : placeText(last),
      };
    },
  );
}
