import { findStaffNote, insertStaffNote, updateStaffNote } from '../../../db/staff-notes.ts';
import type { AppDeps } from '../../app-deps.ts';
import { ApiError } from '../../errors/api-error.ts';
import { rolesIn } from '../../permissions/course.ts';
import { attemptOf } from '../../permissions/granted.ts';
import { noteRead } from '../../plugins/audit-log.ts';
import { callerOf } from '../../plugins/authentication.ts';
import { EDITABLE_MS, noteOf, readNotesOf } from '../../attempts/staff-notes.ts';
import { staffNote, staffNoteBody, staffNoteParams, staffNotes } from '../../schemas/console/notes.ts';
import { noQuery } from '../../schemas/console/query.ts';
import { attemptParams } from '../../schemas/params.ts';
import type { App } from '../app-instance.ts';

const NOTES = '/attempts/:attempt_id(^\\d+$)/notes';
function readNotes(app: App, { pool, clock }: AppDeps): void {
  app.get(
    NOTES,
    {
      config: { scope: 'courseTeamOfAttempt', includesDeleted: true },
      schema: {
        summary: 'List the notes of the course team about a learner on an exam',
        description: 'Those about their other attempts on it too, so that what was noted before a resume is not lost.',
        operationId: 'listNotes',
        params: attemptParams,
        querystring: noQuery,
        response: { 200: staffNotes.describe('The notes') },
      },
    },
    async (request) => {
      const { id, exam } = attemptOf(request);
      noteRead(request, 'notes.read', { course_id: exam.courseId, attempt_id: id });
      const notes = await readNotesOf({ pool, clock }, attemptOf(request), callerOf(request));
      const flag = notes.findLast((note) => note.flag !== null)?.flag ?? false;
      return { notes, flag };
    },
  );
}

function writeNote(app: App, { pool, clock }: AppDeps): void {
  app.post(
    NOTES,
    {
      config: { scope: 'courseTeamOfAttempt', includesDeleted: true, isAnsweredAnew: true },
      attachValidation: true,
      schema: {
        summary: 'Write a note or a report of an incident about an attempt',
        description:
          'For the course team alone: the learner is not told. It may be changed by its author for ten minutes and stays ' +
          'as it is after that. Boards show it at once.',
        operationId: 'writeNote',
        params: attemptParams,
        querystring: noQuery,
        body: staffNoteBody,
        response: { 201: staffNote.describe('The note') },
      },
    },
    async (request, reply) => {
      const { id, exam } = attemptOf(request);
      const caller = callerOf(request);
      const [authorRole = 'invigilator'] = await rolesIn(caller, exam.courseId);
      const { userId: authorId } = caller;
      const wish = { attemptId: id, authorId, authorRole, at: clock(), requestId: request.messageId };
      const note = await insertStaffNote(pool, { ...request.body, ...wish });
      return await reply.code(201).send(noteOf(note, caller, clock()));
    },
  );
}

function changeNote(app: App, { pool, clock }: AppDeps): void {
  app.put(
    `${NOTES}/:note_id(^\\d+$)`,
    {
      config: {
        scope: 'courseTeamOfAttempt',
        includesDeleted: true,
        isAnsweredAnew: true,
        errors: ['note_not_found', 'note_not_yours', 'note_settled'],
      },
      attachValidation: true,
      schema: {
        summary: 'Change a note within ten minutes',
        description: 'By its author only. Later, write another one.',
        operationId: 'changeNote',
        params: staffNoteParams,
        querystring: noQuery,
        body: staffNoteBody,
        response: { 200: staffNote.describe('The note') },
      },
    },
    async (request) => {
      const caller = callerOf(request);
      const note = await findStaffNote(pool, attemptOf(request).id, request.params.note_id);
      if (!note) throw new ApiError('note_not_found');
      if (note.authorId !== caller.userId) throw new ApiError('note_not_yours');
      const at = clock();
      const changed = await updateStaffNote(pool, note.id, request.body, { at, createdAfter: at - EDITABLE_MS });
      if (!changed) throw new ApiError('note_settled');
      return noteOf(changed, caller, at);
    },
  );
}

/** What a course's team writes down about an attempt. */
export function notes(app: App, deps: AppDeps): void {
  readNotes(app, deps);
  writeNote(app, deps);
  changeNote(app, deps);
}
