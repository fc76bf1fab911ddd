import { setTimeout as delay } from 'node:timers/promises';
import type { WishRecord } from '../check/evidence.ts';
import type { BulkPlan } from '../plan/types.ts';
import type { Client } from './client.ts';
import { COURSE, STAFF } from './people.ts';
import { OWN_PATH } from './requests.ts';

interface Driving {
  client: Client;
  examId: number;
  id: string;
  wishes: WishRecord[];
}

/** Previews the act and begins it, for all whose clock of the exam runs at that moment. */
export async function driveBulk({ client, examId, id, wishes }: Driving, plan: BulkPlan): Promise<void> {
  await delay(plan.atMs);
  const { act, ...payload } = plan.act;
  const path = `${OWN_PATH}/courses/${COURSE}/bulk`;
  const targets = { filter: { exam: examId, phase: ['running'] } };
  const body = { act, payload, reason: 'A test of faults', category: 'other', targets };
  const preview = await client.read({ as: STAFF, method: 'POST', path, body: { ...body, dry_run: true } });
  const { token = null, will = 0 } = (preview ?? {}) as { token?: string; will?: number };
  if (token === null || will === 0) return;
  const record: WishRecord = {
    id,
    wish: { by: 'staff', what: 'bulk', ...plan.act },
    exam: plan.exam,
    userId: STAFF.userId,
    attemptId: null,
    madeId: null,
    undoes: null,
    endsAt: null,
    bulkId: token,
    doneTo: [],
    tries: [],
    answer: null,
  };
  wishes.push(record);
  await client.insist(record, { as: STAFF, method: 'POST', path, body: { ...body, token } }, plan.delivery);
}

/** Waits until nothing of the act is left to do, and answers with the ids of the attempts to which it was done. */
export async function finishBulk(client: Client, bulkId: string): Promise<number[]> {
  const done: number[] = [];
  for (let tries = 0; tries < 240; tries += 1) {
    const state = await client.read({ as: STAFF, method: 'GET', path: `${OWN_PATH}/bulk/${bulkId}?limit=200` });
    const { finished_at: at = null, results = [] } = (state ?? {}) as {
      finished_at?: string | null;
      results?: { id: number; outcome: string }[];
    };
    if (at !== null) {
      done.push(...results.flatMap(({ id, outcome }) => (outcome === 'done' ? [id] : [])));
      return done;
    }
    await delay(500);
  }
  throw new Error(`The act ${bulkId} on many attempts does not end`);
}
