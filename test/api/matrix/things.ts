// What the requests of the matrix are about.
import { sql } from 'slonik';
import { idRow, none, rowOf } from '../../../db/columns.ts';
import { beginBulk, endBulk, insertPreview } from '../../../db/bulks.ts';
import { z } from 'zod';
import type { ScriptedVendor } from '../../support/scripted-vendor.ts';
import { examItem, PEOPLE, type Api } from '../harness.ts';
import { beginAttempt, failAttempt, sender, type Attempt } from './attempts.ts';
import { untilQuiet } from './state.ts';
import { signedIn } from './tokens.ts';

/** One of each thing that a request can name; the names of parameters in paths are among them. */
export interface Things extends Attempt {
  course: string;
  exam_id: number;
  content_id: string;
  external_id: string;
  bulk_id: string;
  note_id: number;
  allowance_id: number;
  view_id: number;
  /** Of an effect that was refused. */
  key: string;
  /** Of one that the LMS was told. */
  told_key: string;
  /** Of an act that can be undone. */
  version: number;
  registration?: string;
}

const OWN = '/api/proctoring/v1';
const keyRow = rowOf({ key: z.string() });

/** A bulk act of the course, for that attempt, which could not be told. */
async function addBulk({ deps: { pool } }: Api, courseId: string, attemptId: number): Promise<string> {
  const [id, at] = [crypto.randomUUID(), Date.now()];
  const wanted = { courseId, wish: { act: 'extra-time', minutes: 1 }, reason: 'Power', category: 'power' } as const;
  const by = { userId: PEOPLE.dora.userId, role: 'global_staff' } as const;
  await insertPreview(pool, { ...wanted, id, at, by, fingerprint: '', sittingExamId: null, attemptIds: [attemptId] });
  await beginBulk(pool, { id, at, undoUntil: at + 3_600_000 });
  await pool.query(sql.type(none)`update bulk_target set outcome = 'failed' where bulk_id = ${id}`);
  await endBulk(pool, id, at);
  return id;
}

/** An effect of the attempt that was refused, and one that the LMS was told an hour ago. */
async function ageEffects({ service: { pool } }: Api, attemptId: number): Promise<{ key: string; told_key: string }> {
  await pool.query(sql.type(none)`
    update attempt_effect set finished_at = finished_at - interval '1 hour' where attempt_id = ${attemptId}`);
  const told = await pool.one(sql.type(keyRow)`
    select max(key) as key from attempt_effect where attempt_id = ${attemptId} and effect->>'kind' = 'announce-status'`);
  const refused = await pool.one(sql.type(keyRow)`
    update attempt_effect set outcome = 'refused'
    where key = (select min(key) from attempt_effect where attempt_id = ${attemptId} and key <> ${told.key})
    returning key`);
  return { key: refused.key, told_key: told.key };
}

/** In what way the things are not the usual ones. */
export interface Circumstances {
  /** The provider of the exam. */
  backend?: 'one' | 'two';
  /** What has happened to the attempt. */
  after?: 'error' | 'pause';
}

export interface Maker {
  api: Api;
  vendor: ScriptedVendor;
}

/** A proctored exam of the course with a learner's running attempt on it, which its vendor knows, and what belongs to them. */
export async function makeThings(
  { api, vendor }: Maker,
  course: string,
  { backend = 'one', after }: Circumstances = {},
): Promise<Things> {
  const { pool } = api.service;
  const send = sender(api, await signedIn(PEOPLE.dora));
  const external_id = `external-${crypto.randomUUID()}`;
  vendor.otherwise({ body: { id: external_id, status: 'deleted' } });
  const item = examItem({ course_id: course, content_id: crypto.randomUUID().replaceAll('-', ''), is_proctored: true });
  const EXAM = '/api/edx_proctoring/v1/proctored_exam';
  const { exam_id } = await send<{ exam_id: number }>('POST', `${EXAM}/exam`, { ...item, external_id: 'exam' });
  await pool.query(sql.type(none)`update exam set backend = ${backend} where id = ${exam_id}`);
  const attempt = await beginAttempt(api, exam_id);

  const acts = `${OWN}/attempts/${attempt.attempt_id}`;
  const why = { reason: 'Power', category: 'power' };
  if (after === 'pause') await send('POST', `${acts}/acts/pause`, why);
  // An act of staff could be undone for a while, and what follows would wait.
  if (after === 'error') await failAttempt(api, attempt);
  const note = await send<{ id: number }>('POST', `${acts}/notes`, { text: 'Seen' });
  const courses = `${OWN}/courses/${encodeURIComponent(course)}`;
  // One alone is delivered at once; many wait for seconds behind what people wait for.
  const allowance = { exam_id, user_info: attempt.username, key: 'additional_time_granted', value: '15' };
  await send('PUT', `${EXAM}/allowance`, allowance);
  const view = await send<{ id: number }>('PUT', `${courses}/views`, { name: 'Prepared', query: 'sort=end' });
  await untilQuiet(api, [attempt.attempt_code]);
  // Whatever else happened to the attempt afterwards, it could no longer be undone.
  const act = { minutes: 1, ...why };
  const { undo } = after
    ? { undo: null }
    : await send<{ undo: { id: string } | null }>('POST', `${acts}/acts/extra-time`, act);
  await untilQuiet(api, [attempt.attempt_code]);
  const found = await pool.one(sql.type(idRow)`select id from allowance where exam_id = ${exam_id}`);
  return {
    course,
    exam_id,
    content_id: item.content_id,
    ...attempt,
    external_id,
    bulk_id: await addBulk(api, course, attempt.attempt_id),
    note_id: note.id,
    allowance_id: found.id,
    view_id: view.id,
    version: Number(undo?.id.split('-').at(-1) ?? 0),
    ...(await ageEffects(api, attempt.attempt_id)),
  };
}
