import { randomUUID } from 'node:crypto';
import { sql } from 'slonik';
import { expect, inject, it } from 'vitest';
import { z } from 'zod';
import { insertExam, updateExam } from '../../db/save-exam.ts';
import { openPool } from '../../db/pool.ts';
import { execute } from '../../dev/postgres.ts';
import { TEMPLATE_DATABASE } from '../support/stack-servers.ts';

const row = z.object({ due_dates: z.array(z.object({ dueAt: z.number().nullable(), at: z.number() })).nullable() });

const NEW = {
  courseId: 'course-v1:Due+Dates+1',
  contentId: 'block-v1:Due',
  externalId: null,
  examName: 'Final',
  timeLimitMins: 60,
  dueDate: 10_500,
  isProctored: false,
  isPracticeExam: false,
  isActive: true,
  hideAfterDue: false,
  backend: null,
  type: null,
};

it('every due date that an exam has had is kept with it, once it has moved', async () => {
  const { postgresUrl } = inject('sharedServers');
  const name = `due_${randomUUID().replaceAll('-', '')}`;
  await execute(postgresUrl, `create database ${name} template ${TEMPLATE_DATABASE}`);
  const url = new URL(postgresUrl);
  url.pathname = `/${name}`;
  const pool = await openPool(url.href);
  try {
    const exam = await insertExam(pool, NEW, 1_000);
    const kept = () => pool.oneFirst(sql.type(row)`select due_dates from exam where id = ${exam.id}`);
    const save = (dueDate: number | null, at: number) =>
      pool.transaction((tx) => updateExam(tx, { ...exam, dueDate }, {}, at));
    expect(await kept()).toBeNull();
    await save(10_500, 2_000);
    expect(await kept()).toBeNull();
    await save(20_000, 3_000);
    await save(20_000, 4_000);
    await save(null, 5_250);
    expect(await kept()).toEqual([
      { dueAt: 10_500, at: 1_000 },
      { dueAt: 20_000, at: 3_000 },
      { dueAt: null, at: 5_250 },
    ]);
  } finally {
    await pool.end();
  }
});
