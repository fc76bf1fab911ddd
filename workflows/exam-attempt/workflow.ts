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
import {
  createUpdate,
  eventSignals,
  eventUpdates,
  getAttemptQuery,
  retryEffectUpdate,
  type ExamAttemptInput,
} from './messages.ts';
import { hasRunningClock } from '../../rules/attempt/clock.ts';
import { deadlineOf, retentionOf } from '../../rules/attempt/deadline.ts';
import { EVENT_NAMES, EVENTS, type EventName } from '../../rules/attempt/events.ts';
import type { AttemptState } from '../../rules/attempt/state.ts';
import { isFlag } from '../../rules/attempt/statuses.ts';
import { refusalOf } from '../refusals.ts';
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
  setDefaultSignalHandler(shieldFromCancellation((name, payload) => attempt.ignore(name, payload, 'invalid_event')));
  onCancellation(() => attempt.refuseCancellation());
}

async function applySignal(attempt: AttemptProcess, name: EventName, payload: unknown): Promise<void> {
  try {
    await attempt.handle(name, payload);
  } catch (error) {
    const refusal = refusalOf(error);
    if (!refusal) throw error;
    await attempt.ignore(name, payload, refusal);
  }
}

const isFlaggedInMidExam = (state: AttemptState) => isFlag(state.status) && hasRunningClock(state);

/** What the attempt waits for. In histories without the patch, a flag during the exam stopped the clock. */
function nextDeadline(state: AttemptState) {
  return isFlaggedInMidExam(state) && !patched('flag-leaves-the-clock') ? retentionOf(state) : deadlineOf(state);
}

/** Waits until something has to be done, and does it; returns true once the attempt no longer needs a workflow. */
async function live(attempt: AttemptProcess): Promise<boolean> {
  const { state } = attempt;
  if (!state) return true;
  if (state.deletedAt !== null) {
    await condition(() => attempt.lanes.idle && allHandlersFinished());
    return true;
  }
  const deadline = nextDeadline(state);
  const moved = () =>
    !attempt.state ||
    attempt.state.deletedAt !== null ||
    isFlaggedInMidExam(attempt.state) !== isFlaggedInMidExam(state) ||
    deadlineOf(attempt.state)?.at !== deadlineOf(state)?.at ||
    workflowInfo().continueAsNewSuggested;
  if (workflowInfo().continueAsNewSuggested) return false;
  if (deadline === null) {
    await condition(moved);
    return false;
  }
  const wait = deadline.at - Date.now();
  if (wait > 0 && (await condition(moved, wait, { summary: deadline.summary }))) return false;
  if (deadline.kind === 'end') {
    await attempt.expire();
    return false;
  }
  await condition(() => attempt.lanes.idle && allHandlersFinished());
  return !moved();
}

async function liveOut(attempt: AttemptProcess, input: ExamAttemptInput): Promise<void> {
  await attempt.open(input);
  while (!(await live(attempt))) {
    if (!workflowInfo().continueAsNewSuggested || !attempt.state) continue;
    attempt.lanes.stop();
    await condition(() => attempt.lanes.idle && allHandlersFinished());
    const { attemptCode } = input;
    const { state, lanes } = attempt;
    await continueAsNew<typeof examAttempt>({ kind: 'continue', attemptCode, state, pending: lanes.waiting });
  }
  await condition(allHandlersFinished);
}

/**
 * One exam attempt, from its creation until it is deleted or its retention is over. The workflow owns the attempt's
 * state; every message becomes an event of the pure rules, is projected to Postgres, and only then answered. Cancelling
 * the workflow is not an event of an exam: it is recorded, and the attempt goes on.
 */
export async function examAttempt(input: ExamAttemptInput): Promise<void> {
  const attempt = new AttemptProcess();
  bindMessages(attempt);
  await CancellationScope.nonCancellable(() => liveOut(attempt, input));
}
