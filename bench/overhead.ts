import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { eventUpdates, workflowIdOf } from '../workflows/exam-attempt/messages.ts';
import { addMeasuredExam, type MeasuredService } from './measured-service.ts';
import { signIn } from './people.ts';

/** One way of causing the same state change; times in milliseconds. */
export interface Way {
  changes: number;
  medianLatency: number;
  /** Processor time of caller, API and worker together, per change. */
  cpu: number;
}

export interface Overhead {
  overHttp: Way;
  direct: Way;
}

const ROUNDS = 60;
const WARM_UP_ROUNDS = 10;
/** Changes of one kind in a row; fewer would be lost in the coarse steps of the processor's clock. */
const BLOCK = 5;

function median(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

class Meter {
  readonly #latencies: number[] = [];
  readonly #cpu: number[] = [];

  async block(change: () => Promise<unknown>, undo: () => Promise<unknown>): Promise<void> {
    let cpu = 0;
    for (let turn = 0; turn < BLOCK; turn += 1) {
      const [began, used] = [performance.now(), process.cpuUsage()];
      await change();
      this.#latencies.push(performance.now() - began);
      const { user, system } = process.cpuUsage(used);
      cpu += (user + system) / 1000;
      await undo();
    }
    this.#cpu.push(cpu / BLOCK);
  }

  get way(): Way {
    return { changes: this.#latencies.length, medianLatency: median(this.#latencies), cpu: median(this.#cpu) };
  }
}

const attemptRow = z.object({ id: z.number(), code: z.string() });

/** A running timed attempt of a learner of its own. */
async function runningAttempt(service: MeasuredService) {
  const examId = await addMeasuredExam(service, { proctored: false });
  const learner = await signIn(service);
  const wish = { exam_id: examId, start_clock: true, attempt_proctored: false };
  const { exam_attempt_id: id } = await learner.call('POST', 'attempt', wish);
  const { attempt_code: code } = await learner.call('GET', `attempt/${String(id)}`);
  return { learner, ...attemptRow.parse({ id, code }) };
}

/**
 * The same state change, "stop" of a running exam, over HTTP and by the bare Temporal client, on the same attempt and
 * worker, in blocks that take turns. What undoes the change is not measured.
 */
export async function overheadOfTheApi(service: MeasuredService): Promise<Overhead> {
  const { client } = service;
  const { learner, id, code } = await runningAttempt(service);
  const handle = client.workflow.getHandle(workflowIdOf(code));
  const payload = { actor: { kind: 'learner', userId: learner.person.userId } } as const;
  const tell = (event: 'start' | 'stop') =>
    handle.executeUpdate(eventUpdates[event], { args: [payload], updateId: randomUUID() });
  const put = () => learner.call('PUT', `attempt/${id}`, { action: 'stop' });
  const undo = () => tell('start');
  const [overHttp, direct] = [new Meter(), new Meter()];
  const [warmUpHttp, warmUpDirect] = [new Meter(), new Meter()];
  for (let round = 0; round < WARM_UP_ROUNDS + ROUNDS; round += 1) {
    const isWarm = round >= WARM_UP_ROUNDS;
    const turns = [
      () => (isWarm ? overHttp : warmUpHttp).block(put, undo),
      () => (isWarm ? direct : warmUpDirect).block(() => tell('stop'), undo),
    ];
    for (const turn of round % 2 === 0 ? turns : turns.toReversed()) await turn();
  }
  return { overHttp: overHttp.way, direct: direct.way };
}
