import {
  allHandlersFinished,
  CancellationScope,
  condition,
  continueAsNew,
  patched,
  setDefaultSignalHandler,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import { AttemptProcess } from './attempt-process.ts';
import { passNextDeadline } from './deadlines.ts';
import {
  catchUpSignal,
  COMMANDS,
  createUpdate,
  eventSignals,
  eventUpdates,
  getAttemptQuery,
  retryEffectUpdate,
  type ExamAttemptInput,
} from './messages.ts';
import { EVENT_NAMES, EVENTS, type EventName } from '../../rules/attempt/events.ts';
import { refusalOf, refusedVersionOf } from '../refusals.ts';
import { onCancellation, shieldFromCancellation } from '../cancellation.ts';

function bindMessages(attempt: AttemptProcess): void {
  setHandler(
    createUpdate,
    shieldFromCancellation(() => attempt.answerCreation()),
  );
  setHandler(getAttemptQuery, () => attempt.state);
  setHandler(
    retryEffectUpdate,
    shieldFromCancellation((request) => attempt.retryEffect(request)),
    {
      description: 'Staff have an effect run again that was refused: {key, reason}',
      validator: (request) => attempt.validateRetry(request),
    },
  );
  for (const name of EVENT_NAMES) {
    const { description } = EVENTS[name];
    const handle = shieldFromCancellation((payload: unknown) => attempt.handle(name, payload));
    const handleSignal = shieldFromCancellation((payload: unknown) => applySignal(attempt, name, payload));
    setHandler(eventUpdates[name], handle, {
      description,
      validator: (payload: unknown) => attempt.validate(name, payload),
    });
    setHandler(eventSignals[name], handleSignal, { description });
  }
  setHandler(
    catchUpSignal,
    shieldFromCancellation(async () => void (await attempt.catchUp())),
    { description: 'The stored attempt is read, in case more is known there than here' },
  );
  setDefaultSignalHandler(shieldFromCancellation((name, payload) => attempt.ignore(name, payload, 'invalid_event')));
  onCancellation(() => attempt.refuseCancellation());
}

/** Nobody repeats a signal: before one is ignored, it is judged by the stored attempt, of which more may be known. */
async function applySignal(attempt: AttemptProcess, name: EventName, payload: unknown): Promise<void> {
  const arrivedAt = Date.now();
  const apply = async (): Promise<void> => {
    try {
      await attempt.handle(name, payload, arrivedAt);
    } catch (error) {
      const refusal = refusalOf(error);
      if (!refusal) throw error;
      const isJudged = refusedVersionOf(error) !== null;
      if (isJudged && patched('signals-know-what-is-stored') && (await attempt.catchUp())) return await apply();
      await attempt.ignore(name, payload, refusal);
    }
  };
  await apply();
}

/**
 * One exam attempt, from its creation until it is deleted or nothing happens to it any more. The workflow owns the attempt's
 * state; every message becomes an event of the pure rules, is projected to Postgres, and only then answered. Cancelling
 * the workflow is not an event of an exam: it is recorded, and the attempt goes on.
 */
export async function examAttempt(input: ExamAttemptInput): Promise<void> {
  const attempt = new AttemptProcess(input);
  bindMessages(attempt);
  await CancellationScope.nonCancellable(async () => {
    await attempt.open(input);
    while (!(await passNextDeadline(attempt, input))) {
      if (!workflowInfo().continueAsNewSuggested || !attempt.state) continue;
      attempt.lanes.stop();
      await condition(() => attempt.lanes.idle && allHandlersFinished());
      const { state, waiting: pending, settledAttemptDays } = attempt;
      const stored = { state, pending, ...(settledAttemptDays !== undefined && { settledAttemptDays }) };
      const { attemptCode } = input;
      await continueAsNew<typeof examAttempt>({ kind: 'continue', attemptCode, ...stored, commands: COMMANDS });
    }
    await condition(allHandlersFinished);
  });
}
