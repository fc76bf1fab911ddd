import { allHandlersFinished, condition, patched, workflowInfo } from '@temporalio/workflow';
import type { AttemptProcess } from './attempt-process.ts';
import type { ExamAttemptInput } from './messages.ts';
import { isClockRunning } from '../../rules/attempt/clock.ts';
import { deadlineOf, retentionOf } from '../../rules/attempt/deadline.ts';
import type { AttemptState } from '../../rules/attempt/state.ts';
import { isFlag } from '../../rules/attempt/statuses.ts';

/** For so long runs that follow an earlier order of commands stay open after the last change. */
const DAYS_ONCE = 365;

const isFlaggedInMidExam = (state: AttemptState) => isFlag(state.status) && isClockRunning(state);

/** What the attempt waits for. In histories without the patch, a flag during the exam stopped the clock. */
function nextDeadline(state: AttemptState, settledDays: number | undefined) {
  return isFlaggedInMidExam(state) && !patched('flag-leaves-the-clock')
    ? retentionOf(state, DAYS_ONCE)
    : deadlineOf(state, settledDays);
}

/** Waits until something has to be done, and does it; returns true once the attempt no longer needs a workflow. */
export async function passNextDeadline(attempt: AttemptProcess, input: ExamAttemptInput): Promise<boolean> {
  const { state } = attempt;
  if (!state) return true;
  if (state.deletedAt !== null) {
    await condition(() => attempt.isSettled && allHandlersFinished());
    // Its removal may have been undone.
    return attempt.state?.deletedAt !== null;
  }
  const { commands = 1 } = input;
  const settledDays = commands >= 5 ? attempt.settledAttemptDays : DAYS_ONCE;
  const deadline = nextDeadline(state, settledDays);
  const hasMoved = () =>
    !attempt.state ||
    attempt.state.deletedAt !== null ||
    isFlaggedInMidExam(attempt.state) !== isFlaggedInMidExam(state) ||
    deadlineOf(attempt.state, settledDays)?.at !== deadlineOf(state, settledDays)?.at ||
    workflowInfo().continueAsNewSuggested;
  if (workflowInfo().continueAsNewSuggested) return false;
  if (deadline === null) {
    await condition(hasMoved);
    return false;
  }
  // With every change the retention grows, so its timer is only set anew once it has fired.
  const onlyGrows = () =>
    commands >= 2 &&
    deadline.kind === 'retention' &&
    attempt.state?.deletedAt === null &&
    deadlineOf(attempt.state)?.kind === 'retention' &&
    !workflowInfo().continueAsNewSuggested;
  const wait = deadline.at - Date.now();
  if (wait > 0 && (await condition(() => hasMoved() && !onlyGrows(), wait, { summary: deadline.summary })))
    return false;
  if (deadline.kind !== 'retention') {
    await attempt.elapse(deadline.kind === 'end' ? 'expire' : 'pause-expire');
    return false;
  }
  // Whatever is owed keeps the workflow open.
  await condition(() => attempt.isSettled && allHandlersFinished());
  return !hasMoved();
}
