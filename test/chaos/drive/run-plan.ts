import { setTimeout as delay } from 'node:timers/promises';
import { API_PATH } from '../../../dev/seed.ts';
import { PEOPLE } from '../../../dev/people.ts';
import { connectTemporal } from '../../../temporal/connect.ts';
import type { Evidence, FaultRecord, WishRecord } from '../check/evidence.ts';
import { orphansOf } from '../check/registrations.ts';
import type { Profile } from '../plan/profiles.ts';
import { EXAM_NAMES, EXAMS, type ExamName, type Fault, type Plan } from '../plan/types.ts';
import type { Stand } from '../stand/stand.ts';
import { driveBulk, finishBulk } from './bulk.ts';
import { createClient } from './client.ts';
import { COURSE } from './people.ts';
import { readAll, type Named } from './read-evidence.ts';
import { driveSitting } from './sitting.ts';

const SETTLE_MS = 300_000;
/** Longer than a vendor that was slow is left alone. */
const TAKEN_BACK_MS = 90_000;

/** Registers the exams as an LMS does; their ids by name. */
async function registerExams(stand: Stand, dueAt: number): Promise<Record<ExamName, number>> {
  const client = createClient(stand.apiUrl, stand.jwtKey, stand.neighbours.credentials);
  const exams = EXAM_NAMES.map((name) => {
    const { minutes, proctored, practice, ...more } = EXAMS[name];
    return {
      course_id: COURSE,
      content_id: `block-v1:Chaos+Test+2030+type@sequential+block@${name}`,
      exam_name: name,
      time_limit_mins: minutes,
      is_proctored: proctored,
      is_practice_exam: practice,
      is_active: true,
      hide_after_due: false,
      due_date: name === 'due' ? new Date(dueAt).toISOString() : null,
      ...more,
    };
  });
  const path = `${API_PATH}/exam_registration/course_id/${COURSE}`;
  const read = await client.read({ as: PEOPLE.lms, method: 'PATCH', path, body: exams });
  if (read === null) throw new Error('The exams were refused');
  const ids = (read as { exam_id: number }[]).map(({ exam_id: id }) => id);
  return Object.fromEntries(EXAM_NAMES.map((name, index) => [name, ids[index] ?? Number.NaN])) as Record<
    ExamName,
    number
  >;
}

async function breakInTurn(stand: Stand, faults: readonly Fault[], began: number): Promise<FaultRecord[]> {
  const records: FaultRecord[] = [];
  for (const fault of faults) {
    await delay(Math.max(0, began + fault.atMs - Date.now()));
    records.push(await stand.carryOut(fault));
  }
  return records;
}

/** Every attempt that somebody was told of. */
function attemptsOf(wishes: readonly WishRecord[]): Named[] {
  return wishes.flatMap(({ madeId: id, exam, userId }) => (id === null ? [] : [{ id, exam, userId }]));
}

/** What the outside has received, once the registrations that nobody uses are taken back, or for as long as that may take. */
async function receiveAll(
  { neighbours }: Stand,
  told: Pick<Evidence, 'attempts' | 'faults'>,
): ReturnType<Stand['neighbours']['received']> {
  for (const end = Date.now() + TAKEN_BACK_MS; ; await delay(1_000)) {
    const received = await neighbours.received();
    const isTidy = orphansOf({ ...told, ...received }).every(({ isUnheard }) => isUnheard);
    if (isTidy || Date.now() > end) return received;
  }
}

/** Carries the plan out on a stand of its own, and answers with everything that was told, received and read. */
export async function runPlan(stand: Stand, plan: Plan, { dueMs }: Profile): Promise<Evidence> {
  const began = Date.now();
  const dueAt = began + dueMs;
  const exams = await registerExams(stand, dueAt);
  const client = createClient(stand.apiUrl, stand.jwtKey, stand.neighbours.credentials);
  const wishes: WishRecord[] = [];
  const prefix = `chaos${plan.seed}`;

  const sittings = plan.sittings.map((sitting) =>
    driveSitting({ client, examId: exams[sitting.exam], prefix, wishes }, sitting),
  );
  const bulks = plan.bulks.map((bulk, index) =>
    driveBulk({ client, examId: exams[bulk.exam], id: `${prefix}-b${index}`, wishes }, bulk),
  );
  const broken = await Promise.all(plan.faults.map((faults) => breakInTurn(stand, faults, began)));
  await stand.recover();
  await Promise.all([...sittings, ...bulks]);
  await client.settle();

  for (const record of wishes) {
    if (record.bulkId !== null && record.answer?.status === 202)
      record.doneTo = await finishBulk(client, record.bulkId);
  }
  await delay(Math.max(0, dueAt + 1_000 - Date.now()));
  const { client: temporal, close } = await connectTemporal(stand.temporal);
  try {
    const attempts = await readAll({ client, temporal }, attemptsOf(wishes), SETTLE_MS);
    const readAt = Date.now();
    const told = { wishes, faults: broken.flat(), attempts, scarcity: stand.scarcity(), dueAt, readAt };
    return { ...told, ...(await receiveAll(stand, told)) };
  } finally {
    await close();
  }
}
