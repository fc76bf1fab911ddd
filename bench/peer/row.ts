import type { Caller } from './caller.ts';
import type { RunningService } from './service.ts';

/** One row of the table: what every caller does again and again, or each once. */
export interface Row {
  /** How `--only` names it. */
  key: string;
  title: string;
  /** What a round counts: requests that read, life cycles, or a list of tasks that is worked off once. */
  kind: 'reads' | 'cycles' | 'tasks';
  /** The original has nothing like it. */
  onlyOurs?: true;
  /** One turn of a caller. A task gets the next of `tasksOf`. */
  turn(service: RunningService, caller: Caller, task: string): Promise<void>;
  /** What there is to do in this round; what it needs is made by the callers. */
  tasksOf?(service: RunningService, callers: readonly Caller[], durations: { reviews: number }): Promise<string[]>;
}

/** What the rows remember of a service. */
interface Memory {
  polledAttempt?: number;
  requests: Map<string, Buffer>;
  nextLearner: number;
  toReview: string[];
  nextBulkLearner: number;
}

const memories = new Map<RunningService, Memory>();

export function memoryOf(service: RunningService): Memory {
  const known = memories.get(service);
  if (known) return known;
  const fresh: Memory = { requests: new Map(), nextLearner: 0, toReview: [], nextBulkLearner: 0 };
  memories.set(service, fresh);
  return fresh;
}

/** Starts the proctored attempt that is polled. */
export async function preparePolling(service: RunningService, caller: Caller): Promise<void> {
  const wish = { exam_id: service.exams.polled, attempt_proctored: 'true' };
  const id = Number((await caller.call('POST', 'attempt', 'poller', wish))['exam_attempt_id']);
  await caller.call('PUT', `attempt/${id}`, 'poller', { action: 'start' });
  memoryOf(service).polledAttempt = id;
}

/** Id of that attempt. */
export const polledAttempt = (service: RunningService) => String(memoryOf(service).polledAttempt);
