import { setTimeout as delay } from 'node:timers/promises';
import { API_PATH } from '../../../dev/seed.ts';
import type { WishRecord } from '../check/evidence.ts';
import { EXAMS, type Sitting, type Step } from '../plan/types.ts';
import type { Client } from './client.ts';
import { learner } from './people.ts';
import { requestOf, type Context } from './requests.ts';

const isNumberedIn = (body: unknown, field: string): number | null => {
  const value = (body as Record<string, unknown> | null)?.[field];
  return typeof value === 'number' ? value : null;
};

/** The attempt that a creation or a reset made; null for other answers. */
const attemptIn = (body: unknown) => isNumberedIn(body, 'exam_attempt_id');

const undoIn = (body: unknown) => (body as { undo?: { id: string } | null } | null)?.undo?.id ?? null;

/** The vendor's id of a new attempt, as its learner's page is told. */
async function readExternalId(client: Client, { learner: as, attemptId }: Context): Promise<string | null> {
  const read = await client.read({ as, method: 'GET', path: `${API_PATH}/attempt/${attemptId}` });
  return (read as { external_id?: string | null } | null)?.external_id ?? null;
}

interface Driving {
  client: Client;
  examId: number;
  /** Before every id of the run. */
  prefix: string;
  wishes: WishRecord[];
}

/** Takes one learner through their exam, with what staff and vendor do meanwhile, however much of it is refused. */
export async function driveSitting(driving: Driving, sitting: Sitting): Promise<void> {
  const { client, examId, prefix, wishes } = driving;
  const { exam, steps, beginsMs, learner: number } = sitting;
  const isProctored = EXAMS[exam].proctored;
  const context: Context = {
    learner: learner(number),
    examId,
    isProctored,
    attemptId: null,
    externalId: null,
    undoId: null,
  };
  /** Of the wish whose undo id `undoId` is. */
  let undoable: string | null = null;

  async function learn(record: WishRecord, body: unknown): Promise<void> {
    const { wish } = record;
    if (wish.what === 'create' || wish.what === 'reset_attempt') {
      if (record.answer?.status !== 200) return;
      context.attemptId = record.madeId = attemptIn(body);
      context.externalId = isProctored ? await readExternalId(client, context) : null;
    }
    if (wish.what === 'act') {
      context.undoId = record.answer?.status === 200 ? undoIn(body) : null;
      undoable = record.id;
    }
  }

  async function carryOut({ wish, delivery }: Step, index: number): Promise<void> {
    const request = requestOf(wish, context);
    if (!request) return;
    const endsAt = (request.body as { ends_at?: number } | undefined)?.ends_at ?? null;
    const record: WishRecord = {
      id: `${prefix}-s${number}-${index}`,
      wish,
      exam,
      userId: context.learner.userId,
      attemptId: wish.what === 'create' ? null : context.attemptId,
      madeId: null,
      undoes: wish.what === 'undo' ? undoable : null,
      endsAt,
      bulkId: null,
      doneTo: [],
      tries: [],
      answer: null,
    };
    wishes.push(record);
    await learn(record, await client.insist(record, request, delivery));
  }

  await delay(beginsMs);
  let underWay: Promise<void>[] = [];
  for (const [index, step] of steps.entries()) {
    if (!step.isBeside) {
      await Promise.all(underWay);
      underWay = [];
      await delay(step.afterMs);
    }
    underWay.push(carryOut(step, index));
  }
  await Promise.all(underWay);
}
