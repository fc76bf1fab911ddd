import { setTimeout as pause } from 'node:timers/promises';
import { Context } from '@temporalio/activity';
import type { Client } from '@temporalio/client';
import type { DatabasePool } from 'slonik';
import {
  countOutcomes,
  countTry,
  insertLateStarters,
  listTargetsToDo,
  notifyProgress,
  saveOutcome,
  type BulkTarget,
} from '../../db/bulk-targets.ts';
import { endBulk, findBulk, type Bulk } from '../../db/bulks.ts';
import { settle, TARGETS_PER_SECOND } from '../../rules/bulk/targets.ts';
import { boundCall } from '../../temporal/bounded-call.ts';
import type { BulkActivities, BulkReport } from '../../workflows/bulk/activities.ts';
import type { AttemptClient } from '../../workflows/exam-attempt/client.ts';
import { doEach } from '../do-each.ts';
import { whileAlive } from '../keep-alive.ts';
import { takeTurn } from './target.ts';

export interface BulkDeps {
  pool: DatabasePool;
  client: Client;
  attempts: AttemptClient;
  /** Epoch milliseconds. */
  clock: () => number;
}

/** So few that those who wait for an answer of their own hardly notice. */
const ATTEMPTS_AT_A_TIME = 4;
const PACE_MS = 1000 / TARGETS_PER_SECOND;
const ANSWER_MS = 20_000;
/** After so long the workflow hears how far the act is, and another worker may go on. */
const GOES_ON_MS = 10_000;

/** An attempt that does not answer must not hold up the others. */
function tellWithin({ client, attempts }: BulkDeps): AttemptClient['tell'] {
  return (code, event, payload) => boundCall(client, ANSWER_MS, () => attempts.tell(code, event, payload));
}

/** Has the attempt take its turn; returns whether it has been told. */
async function settleTarget(deps: BulkDeps, bulk: Bulk, target: BulkTarget): Promise<boolean> {
  const { position, outcome } = target;
  const turn = await takeTurn(tellWithin(deps), bulk, target);
  if (turn === null) {
    await countTry(deps.pool, bulk.id, position);
    return false;
  }
  const { hasWorked, detail } = turn;
  await saveOutcome(deps.pool, bulk.id, { position, outcome, settled: settle(outcome, hasWorked), detail });
  return true;
}

/** Tells the boards how far the act is; returns how many attempts are left. */
async function tellProgress({ pool }: BulkDeps, bulkId: string, examIds: readonly number[]): Promise<number> {
  const { pending, undoing, done, undone, failed, not_undone: notUndone } = await countOutcomes(pool, bulkId);
  await notifyProgress(pool, examIds, { bulkId, done: done + undone, failed: failed + notUndone });
  return pending + undoing;
}

async function carryOutRound(deps: BulkDeps, bulkId: string): Promise<BulkReport> {
  const { pool } = deps;
  const bulk = await findBulk(pool, bulkId);
  const targets = bulk ? await listTargetsToDo(pool, bulkId, TARGETS_PER_SECOND) : [];
  if (!bulk || targets.length === 0) return { left: 0, isHeldUp: false };
  const began = performance.now();
  let told = 0;
  await doEach(targets, ATTEMPTS_AT_A_TIME, async (target, index) => {
    await pause(Math.max(0, began + index * PACE_MS - performance.now()));
    if (await settleTarget(deps, bulk, target)) told += 1;
  });
  const examIds = [...new Set(targets.map(({ examId }) => examId))];
  return { left: await tellProgress(deps, bulkId, examIds), isHeldUp: told === 0 };
}

/** Round after round: while the workflow asks for the next one, the worker would stand idle. */
async function carryOutSome(deps: BulkDeps, bulkId: string): Promise<BulkReport> {
  const { cancellationSignal } = Context.current();
  const end = performance.now() + GOES_ON_MS;
  for (;;) {
    const report = await carryOutRound(deps, bulkId);
    const isEnough = performance.now() >= end || cancellationSignal.aborted;
    if (report.left === 0 || report.isHeldUp || isEnough) return report;
  }
}

/** The activities that carry bulk acts out. */
export function createBulkActivities(deps: BulkDeps): BulkActivities {
  return {
    carryOutSome: (bulkId) => whileAlive(carryOutSome(deps, bulkId)),
    async addLateStarters(bulkId) {
      const bulk = await findBulk(deps.pool, bulkId);
      const isSitting = bulk !== null && bulk.sittingExamId !== null;
      if (isSitting) await insertLateStarters(deps.pool, bulkId);
      return { isSitting };
    },
    finishBulk: (bulkId) => endBulk(deps.pool, bulkId, deps.clock()),
  };
}
