import type { Client } from '@temporalio/client';
import type { DatabasePool } from 'slonik';
import { listUnfinishedBulks } from '../../db/bulks.ts';
import { listForgottenSubjects } from '../../db/changes.ts';
import {
  listLostHeartbeats,
  listOverdueAttempts,
  listAllRunningAttempts,
  listStrandedAttempts,
  type OverdueAttempt,
} from '../../db/heartbeat.ts';
import { signalBulk } from '../../workflows/bulk/client.ts';
import { CHANGE_DELIVERY, changeDeliveryIdOf, deliverSignal } from '../../workflows/change-delivery/messages.ts';
import { EXAM_ATTEMPT, eventSignals } from '../../workflows/exam-attempt/messages.ts';
import { catchUpAttempts, fromItsRow, reviveAttempts } from '../../workflows/exam-attempt/revival-client.ts';
import type { WatchActivities } from '../../workflows/heartbeat-watch/workflow.ts';
import { passesPingFailures, type SettingsSource } from '../store/settings.ts';
import type { VendorRegistry } from '../../vendors/port.ts';

export interface WatchDeps {
  pool: DatabasePool;
  client: Client;
  taskQueue: string;
  vendors: VendorRegistry;
  config: SettingsSource['config'];
  clock: () => number;
}

/** A workflow that is merely busy catches up within this time; after that it counts as lost. */
const PATIENCE_MS = 30_000;
/** One that is there and yet so late does not know what its row says: a task of it was cut off. */
const BEHIND_MS = 90_000;
/** Pauses between the tries of an effect grow to ten minutes; one that has not been tried for longer has been lost. */
const LONGEST_PAUSE_MS = 30 * 60_000;
/** A workflow that cannot take a message now finds one of them when it can; one a minute is enough. */
const TELL_AGAIN_MS = 60_000;

/** Back-ends whose silent attempts count as lost, each with its window. */
function listWatchedBackends({ vendors, config }: WatchDeps): { backend: string; windowSeconds: number }[] {
  return vendors.names.flatMap((backend) => {
    const windowSeconds = vendors.get(backend).heartbeatWindowSeconds;
    const isWatched = windowSeconds !== null && !passesPingFailures({ config }, backend);
    return isWatched ? { backend, windowSeconds } : [];
  });
}

/** Which silences this process has reported, and when, by attempt code. */
type Told = Map<string, { heardAt: number; at: number }>;

function isToldOf(told: Told, attemptCode: string, heardAt: number, now: number): boolean {
  const before = told.get(attemptCode);
  return before !== undefined && before.heardAt === heardAt && now - before.at < TELL_AGAIN_MS;
}

function forgetBefore(told: Told, before: number): void {
  for (const [attemptCode, { at }] of told) if (at < before) told.delete(attemptCode);
}

async function tellLost(deps: WatchDeps, told: Told): Promise<number> {
  const { pool, client, taskQueue, clock } = deps;
  const now = clock();
  forgetBefore(told, now - TELL_AGAIN_MS);
  let lost = 0;
  for (const watched of listWatchedBackends(deps)) {
    const silent = await listLostHeartbeats(pool, { ...watched, now });
    for (const { attemptCode, heardAt, version } of silent) {
      if (isToldOf(told, attemptCode, heardAt, now)) continue;
      await client.workflow.signalWithStart(EXAM_ATTEMPT, {
        ...fromItsRow(attemptCode, taskQueue),
        signal: eventSignals['heartbeat-lost'],
        signalArgs: [{ actor: { kind: 'system' }, lastPingAt: heardAt, storedVersion: version }],
      });
      told.set(attemptCode, { heardAt, at: now });
      lost += 1;
    }
  }
  return lost;
}

/** Restarts the workflows of attempts that have none; returns how many there are. */
async function revive({ client, taskQueue }: WatchDeps, attemptCodes: readonly string[]): Promise<number> {
  await reviveAttempts(client, taskQueue, attemptCodes);
  return attemptCodes.length;
}

/** Which subjects nobody was asked about for a minute, by when they were. */
function listUnasked(asked: Map<string, number>, subjects: readonly string[], now: number): string[] {
  for (const [subject, at] of asked) if (at < now - TELL_AGAIN_MS) asked.delete(subject);
  return subjects.filter((subject) => !asked.has(subject));
}

/** Has attempts look at their rows that should have seen to them long ago; returns how many have effects that nobody tries. */
async function catchUp(
  { pool, client, taskQueue, clock }: WatchDeps,
  overdue: readonly OverdueAttempt[],
  asked: Map<string, number>,
): Promise<number> {
  const now = clock();
  const stranded = await listStrandedAttempts(pool, now - LONGEST_PAUSE_MS);
  const late = overdue.filter(({ endedAt }) => endedAt < now - BEHIND_MS).map(({ attemptCode }) => attemptCode);
  const codes = listUnasked(asked, [...new Set([...late, ...stranded])], now);
  await catchUpAttempts(client, taskQueue, codes);
  for (const code of codes) asked.set(code, now);
  return stranded.length;
}

/** A delivery that an outage holds up, or that takes long, is not asked again and again. */
async function deliverForgotten({ pool, client, taskQueue, clock }: WatchDeps, asked: Map<string, number>) {
  const now = clock();
  const subjects = listUnasked(asked, await listForgottenSubjects(pool, now - PATIENCE_MS), now);
  for (const subject of subjects) {
    await client.workflow.signalWithStart(CHANGE_DELIVERY, {
      workflowId: changeDeliveryIdOf(taskQueue, subject),
      taskQueue,
      args: [subject],
      signal: deliverSignal,
    });
    asked.set(subject, now);
  }
  return subjects.length;
}

/** An act whose beginning nobody told Temporal of goes on; one that is under way only looks once more what is left. */
async function continueBulks({ pool, client, taskQueue, clock }: WatchDeps, asked: Map<string, number>) {
  const now = clock();
  for (const bulkId of await listUnfinishedBulks(pool, now - PATIENCE_MS)) {
    const subject = `bulk/${bulkId}`;
    if (asked.has(subject)) continue;
    await signalBulk(client, taskQueue, bulkId);
    asked.set(subject, now);
  }
}

/** What the heartbeat watch does at its start and at every check. */
export interface Watch extends Pick<WatchActivities, 'watchOnce'> {
  /** Restarts missing workflows of running attempts; returns how many attempts are running. */
  reviveRunning(): Promise<number>;
}

export function createWatch(deps: WatchDeps): Watch {
  const told: Told = new Map();
  const asked = new Map<string, number>();
  const late = new Map<string, number>();
  return {
    async watchOnce() {
      const lost = await tellLost(deps, told);
      const overdue = await listOverdueAttempts(deps.pool, deps.clock() - PATIENCE_MS);
      await revive(
        deps,
        overdue.map(({ attemptCode }) => attemptCode),
      );
      const stranded = await catchUp(deps, overdue, late);
      await continueBulks(deps, asked);
      return { lost, overdue: overdue.length, stranded, forgotten: await deliverForgotten(deps, asked) };
    },
    async reviveRunning() {
      asked.clear();
      late.clear();
      return revive(deps, await listAllRunningAttempts(deps.pool));
    },
  };
}
