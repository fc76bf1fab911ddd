import { setTimeout as delay } from 'node:timers/promises';
import type { Client as TemporalClient } from '@temporalio/client';
import { getAttemptQuery, workflowIdOf } from '../../../workflows/exam-attempt/messages.ts';
import type { AttemptRead, StepRead, EffectRead } from '../check/evidence.ts';
import type { Client } from './client.ts';
import { STAFF } from './people.ts';
import { OWN_PATH } from './requests.ts';

/** The parts of a staff timeline that count here. */
interface Timeline {
  attempt_code: string;
  status: string;
  started_at: string | null;
  completed_at: string | null;
  ends_at: string | null;
  steps: {
    version: number;
    at: string;
    event: string;
    from: string | null;
    to: string;
    request_id: string | null;
    bulk_id: string | null;
    time_remaining_seconds: number | null;
  }[];
  effects: EffectRead[];
}

const msOf = (instant: string | null) => (instant === null ? null : Date.parse(instant));

const stepOf = ({ at, request_id, bulk_id, time_remaining_seconds, ...step }: Timeline['steps'][number]): StepRead => ({
  ...step,
  at: Date.parse(at),
  requestId: request_id,
  bulkId: bulk_id,
  secondsLeft: time_remaining_seconds,
});

async function readTimeline(client: Client, id: number): Promise<Timeline> {
  const read = await client.read({ as: STAFF, method: 'GET', path: `${OWN_PATH}/attempts/${id}/timeline` });
  if (read === null) throw new Error(`There is no timeline of attempt ${id}`);
  return read as Timeline;
}

/** Ends that are nearer than this are waited for, so that none falls between two reads. */
const MARGIN_MS = 20_000;

/** Whether the clock of an attempt runs that is still there. */
const runs = ({ status, steps }: Timeline) =>
  (status === 'started' || status === 'ready_to_submit') && steps.at(-1)?.to === status;

/** Whether nothing is under way: every effect has ended, and the attempt is shown as it is stored. */
function isAtRest({ effects, steps, status }: Timeline): boolean {
  const last = steps.at(-1)?.to;
  return (last === status || last === '(deleted)') && effects.every(({ outcome }) => outcome !== 'pending');
}

async function readWorkflow(temporal: TemporalClient, code: string): Promise<AttemptRead['workflow']> {
  const state = await temporal.workflow.getHandle(workflowIdOf(code)).query(getAttemptQuery);
  return (
    state && {
      version: state.version,
      status: state.status,
      startedAt: state.startedAt,
      completedAt: state.completedAt,
      isDeleted: state.deletedAt !== null,
      externalId: state.externalId,
    }
  );
}

export type Named = Pick<AttemptRead, 'id' | 'exam' | 'userId'>;

interface Read {
  attempt: AttemptRead;
  isAtRest: boolean;
  /** When it will end by itself; null if it will not. */
  endsAt: number | null;
}

/** What the service and the workflow say of an attempt now, and whether it is at rest. */
export async function readAttempt(
  { client, temporal }: { client: Client; temporal: TemporalClient },
  { id, exam, userId }: Named,
): Promise<Read> {
  const timeline = await readTimeline(client, id);
  const { attempt_code: code, status, steps, effects } = timeline;
  const workflow = await readWorkflow(temporal, code);
  const attempt = {
    id,
    code,
    exam,
    userId,
    externalId: workflow?.externalId ?? null,
    status,
    startedAt: msOf(timeline.started_at),
    completedAt: msOf(timeline.completed_at),
    endsAt: msOf(timeline.ends_at),
    steps: steps.map(stepOf),
    effects: effects.map(({ key, version, kind, outcome }) => ({ key, version, kind, outcome })),
    workflow,
  };
  return { attempt, isAtRest: isAtRest(timeline), endsAt: runs(timeline) ? attempt.endsAt : null };
}

const READERS = 6;

/** Whether what was read will still be so when the last one is read. */
const holds = (read: Read | undefined) => read?.isAtRest === true && (read.endsAt ?? Infinity) > Date.now() + MARGIN_MS;

/** Reads them again and again until all are at rest, or for as long as `patienceMs`. */
export async function readAll(
  reading: Parameters<typeof readAttempt>[0],
  attempts: readonly Named[],
  patienceMs: number,
): Promise<AttemptRead[]> {
  const found = new Map<number, Read>();
  for (const end = Date.now() + patienceMs; ; await delay(1_000)) {
    const due = attempts.filter(({ id }) => !holds(found.get(id))).values();
    const reader = async () => {
      for (const attempt of due) found.set(attempt.id, await readAttempt(reading, attempt));
    };
    await Promise.all(Array.from({ length: READERS }, reader));
    const all = [...found.values()];
    if (all.every(holds) || Date.now() > end) return all.map(({ attempt }) => attempt);
  }
}
