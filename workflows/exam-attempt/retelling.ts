import { ActivityFailure, ApplicationFailure } from '@temporalio/common';
import { proxySinks, type Sinks, type WorkflowInterceptors } from '@temporalio/workflow';
import type { ExamAttemptInput } from './messages.ts';

/** An activity that a run has begun, local or not. */
export interface BegunCall {
  /** Of the run; also what Temporal calls the activity. */
  seq: number;
  name: string;
  input: unknown;
}

/** How an activity ended: with its result, or with the type of its failure. */
export interface EndedCall {
  seq: number;
  /** Workflow time, epoch milliseconds. */
  at: number;
  end: { result: unknown } | { failure: string };
}

/** Whom a replay tells what the run has done, in order. */
export interface Retelling extends Sinks {
  retelling: {
    run(input: ExamAttemptInput): void;
    begun(call: BegunCall): void;
    ended(call: EndedCall): void;
  };
}

const { retelling } = proxySinks<Retelling>();

function failureOf(error: unknown): string {
  const cause = error instanceof ActivityFailure ? error.cause : error;
  return (cause instanceof ApplicationFailure && cause.type) || 'unknown';
}

/** Passes on the very promise, so that a replay goes on in the order of the run. */
function retell<Input extends { seq: number; activityType: string; args: unknown[] }>(
  input: Input,
  next: (input: Input) => Promise<unknown>,
): Promise<unknown> {
  const { seq, activityType: name, args } = input;
  retelling.begun({ seq, name, input: args[0] });
  const running = next(input);
  const end = (end: EndedCall['end']) => retelling.ended({ seq, at: Date.now(), end });
  void running.then(
    (result) => end({ result }),
    (error: unknown) => end({ failure: failureOf(error) }),
  );
  return running;
}

/** Only of the replays that `npm run manage -- reproject` makes: workers run without. */
export const interceptors = (): WorkflowInterceptors => ({
  inbound: [
    {
      execute(input, next) {
        retelling.run(input.args[0] as ExamAttemptInput);
        return next(input);
      },
    },
  ],
  outbound: [{ scheduleActivity: retell, scheduleLocalActivity: retell }],
});
