import { defaultPayloadConverter, type Headers } from '@temporalio/common';
import { AsyncLocalStorage, proxySinks, type Sinks, type WorkflowInterceptorsFactory } from '@temporalio/workflow';
import { TRACE_HEADER, type TraceHeader } from './trace-header.ts';

/** A message that a workflow has handled, as its worker is told of it. */
export interface Handled extends TraceHeader {
  name: string;
  /** Epoch milliseconds, by the workflow's clock. */
  beganAt: number;
  hasFailed: boolean;
}

export interface TraceSinks extends Sinks {
  traces: { handled(handled: Handled): void };
}

const { traces } = proxySinks<TraceSinks>();
const handling = new AsyncLocalStorage<TraceHeader>();

function traceIn(headers: Headers): TraceHeader | undefined {
  const payload = headers[TRACE_HEADER];
  return payload && defaultPayloadConverter.fromPayload<TraceHeader>(payload);
}

/** Handles a message in its trace. The promise is handed on as it is: nothing of the workflow waits for tracing. */
function handle<T>(name: string, headers: Headers, work: () => Promise<T>): Promise<T> {
  const trace = traceIn(headers);
  if (!trace) return work();
  const beganAt = Date.now();
  const answer = handling.run(trace, work);
  const tell = (hasFailed: boolean) => () => traces.handled({ ...trace, name, beganAt, hasFailed });
  answer.then(tell(false), tell(true));
  return answer;
}

/** What is asked of others while a message is handled belongs to its trace. */
function withTrace<Input extends { headers: Headers }>(input: Input): Input {
  const trace = handling.getStore();
  if (!trace) return input;
  const header: TraceHeader = { traceId: trace.traceId, parentId: trace.spanId, spanId: '' };
  return { ...input, headers: { ...input.headers, [TRACE_HEADER]: defaultPayloadConverter.toPayload(header) } };
}

/**
 * Carries traces through workflows. It is always there, gives no command and takes no turn of its own, so a history is
 * replayed the same with traces and without them; Temporal's own interceptors for OpenTelemetry take turns.
 */
export const interceptors: WorkflowInterceptorsFactory = () => ({
  inbound: [
    {
      handleUpdate: (input, next) => handle(`update ${input.name}`, input.headers, () => next(input)),
      handleSignal: (input, next) => handle(`signal ${input.signalName}`, input.headers, () => next(input)),
    },
  ],
  outbound: [
    {
      scheduleActivity: (input, next) => next(withTrace(input)),
      scheduleLocalActivity: (input, next) => next(withTrace(input)),
    },
  ],
});
