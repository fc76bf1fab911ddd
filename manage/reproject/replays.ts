import { fileURLToPath } from 'node:url';
import type { DataConverter } from '@temporalio/common';
import type { temporal } from '@temporalio/proto';
import { bundleWorkflowCode, DefaultLogger, Worker, type InjectedSinks } from '@temporalio/worker';
import type { ExamAttemptInput } from '../../workflows/exam-attempt/messages.ts';
import type { EndedCall, Retelling } from '../../workflows/exam-attempt/retelling.ts';

export type History = temporal.api.history.v1.IHistory;

/** An activity of a run; `ended` is null for one that had not ended. */
export interface Call {
  name: string;
  input: unknown;
  ended: Pick<EndedCall, 'at' | 'end'> | null;
}

/** What a run has done, told by its history. */
export interface RetoldRun {
  input: ExamAttemptInput;
  /** In the order in which they were begun. */
  calls: readonly Call[];
}

const at = (path: string) => fileURLToPath(new URL(`../../workflows/${path}`, import.meta.url));
const PAYLOAD_CONVERTER = at('readable-payloads.ts');

async function compile() {
  return await bundleWorkflowCode({
    workflowsPath: at('index.ts'),
    payloadConverterPath: PAYLOAD_CONVERTER,
    workflowInterceptorModules: [at('exam-attempt/retelling.ts')],
    logger: new DefaultLogger('ERROR'),
  });
}

interface Telling {
  input: ExamAttemptInput | null;
  calls: Map<number, Call>;
}

/** Epoch milliseconds. */
function instantOf({ eventTime }: temporal.api.history.v1.IHistoryEvent): number {
  return Number(eventTime?.seconds ?? 0) * 1000 + Math.floor((eventTime?.nanos ?? 0) / 1e6);
}

/** Ends that the run has not seen, because its next task had not begun: of lone activities, whose answer says no more. */
function addUnseenEnds({ events }: History, calls: Telling['calls']): void {
  const begun = new Map<string, number>();
  for (const event of events ?? []) {
    const { activityTaskScheduledEventAttributes: scheduled, activityTaskCompletedEventAttributes: done } = event;
    const failed = event.activityTaskFailedEventAttributes;
    if (scheduled) begun.set(String(event.eventId), Number(scheduled.activityId));
    const call = calls.get(begun.get(String((done ?? failed)?.scheduledEventId)) ?? Number.NaN);
    if (!call || call.ended) continue;
    const failure = failed?.failure?.applicationFailureInfo?.type ?? 'unknown';
    call.ended = { at: instantOf(event), end: done ? { result: undefined } : { failure } };
  }
}

/**
 * Tells what runs have done by replaying their histories with the workflows of this version, which needs neither a
 * worker nor the activities. `converter` reads what is encrypted. A run whose history cannot be replayed is told as the error.
 */
export async function* replay<Run extends { history: History }>(
  runs: AsyncIterable<Run> | Iterable<Run>,
  converter: Pick<DataConverter, 'payloadCodecs'> = {},
): AsyncGenerator<{ run: Run; told: RetoldRun | Error }> {
  let telling: Telling = { input: null, calls: new Map() };
  const sinks: InjectedSinks<Retelling> = {
    retelling: {
      run: { callDuringReplay: true, fn: (_, input) => void (telling.input = input) },
      begun: {
        callDuringReplay: true,
        fn: (_, { seq, ...call }) => void telling.calls.set(seq, { ...call, ended: null }),
      },
      ended: {
        callDuringReplay: true,
        fn(_, { seq, ...ended }) {
          const call = telling.calls.get(seq);
          if (call) call.ended = ended;
        },
      },
    },
  };
  const replayed: Run[] = [];
  async function* histories() {
    for await (const run of runs) {
      telling = { input: null, calls: new Map() };
      replayed.push(run);
      yield { workflowId: 'replayed', history: run.history };
    }
  }
  const options = {
    workflowBundle: await compile(),
    dataConverter: { ...converter, payloadConverterPath: PAYLOAD_CONVERTER },
    sinks,
  };
  for await (const { error } of Worker.runReplayHistories(options, histories())) {
    const run = replayed.shift();
    if (!run) continue;
    const { input, calls } = telling;
    if (error || !input) yield { run, told: error ?? new Error('The history is empty.') };
    else {
      addUnseenEnds(run.history, calls);
      yield { run, told: { input, calls: [...calls.values()] } };
    }
  }
}
