import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { eventUpdates, workflowIdOf } from '../workflows/exam-attempt/messages.ts';
import { startBare, type Bare } from './bare/run-bare.ts';
import { addMeasuredExam, type MeasuredService } from './measured-service.ts';
import { takeTurns, type Way } from './meter.ts';
import { signIn, type Client } from './people.ts';

/** The same state change in three ways, and the start of an attempt beside that of a workflow that does nothing. */
export interface Overhead {
  changes: Record<'overHttp' | 'direct' | 'bare', Way>;
  starts: Record<'overHttp' | 'bare', Way>;
}

const attemptRow = z.object({ id: z.number(), code: z.string() });
const nothing = async () => undefined;

/** A running timed attempt of a learner of its own. */
async function runningAttempt(service: MeasuredService, examId: number) {
  const learner = await signIn(service);
  const { exam_attempt_id: id } = await createAttempt(learner, examId);
  const { attempt_code: code } = await learner.call('GET', `attempt/${String(id)}`);
  return { learner, ...attemptRow.parse({ id, code }) };
}

const createAttempt = (learner: Client, examId: number) =>
  learner.call('POST', 'attempt', { exam_id: examId, start_clock: true, attempt_proctored: false });

/** "Stop" of a running exam over HTTP and by the client's own update, and an update that does nothing. */
async function measureChanges(service: MeasuredService, examId: number, bare: Bare) {
  const { learner, id, code } = await runningAttempt(service, examId);
  const handle = service.client.workflow.getHandle(workflowIdOf(code));
  const payload = { actor: { kind: 'learner', userId: learner.person.userId } } as const;
  const tell = (event: 'start' | 'stop') =>
    handle.executeUpdate(eventUpdates[event], { args: [payload], updateId: randomUUID() });
  const idle = await bare.start();
  const contenders = {
    overHttp: { change: () => learner.call('PUT', `attempt/${id}`, { action: 'stop' }), between: () => tell('start') },
    direct: { change: () => tell('stop'), between: () => tell('start') },
    bare: { change: idle.update, between: nothing },
  };
  const ways = await takeTurns(contenders, { warmUpRounds: 10, rounds: 60 });
  await idle.end();
  return ways;
}

/** An attempt that is created and started over HTTP, and a workflow that does nothing and is started with an update. */
async function measureStarts(service: MeasuredService, examId: number, bare: Bare) {
  let learner = await signIn(service);
  let ended = nothing as () => Promise<unknown>;
  const contenders = {
    overHttp: {
      change: () => createAttempt(learner, examId),
      between: async () => {
        learner = await signIn(service);
      },
    },
    bare: {
      change: async () => {
        ended = (await bare.start()).end;
      },
      between: () => ended(),
    },
  };
  return takeTurns(contenders, { warmUpRounds: 4, rounds: 20 });
}

/** What the API costs over the client's own update, and what our worker costs over one that does nothing. */
export async function measureOverhead(service: MeasuredService): Promise<Overhead> {
  const examId = await addMeasuredExam(service, { proctored: false });
  const bare = await startBare(service);
  try {
    return {
      changes: await measureChanges(service, examId, bare),
      starts: await measureStarts(service, examId, bare),
    };
  } finally {
    await bare.close();
  }
}
