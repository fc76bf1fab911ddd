import type { WorkflowClientInterceptor } from '@temporalio/client';
import { defaultPayloadConverter, type Headers } from '@temporalio/common';
import type { SpanPlace, Traces } from '../telemetry/traces.ts';
import { TRACE_HEADER, type TraceHeader } from './trace-header.ts';

/** Sends a message in the trace of its request; outside of a trace it is sent as it is. */
async function send<T>(traces: Traces, name: string, headers: Headers, next: (headers: Headers) => Promise<T>) {
  const parent: SpanPlace | undefined = traces.current();
  if (!parent) return await next(headers);
  const place = traces.beginIn(parent);
  const header: TraceHeader = {
    traceId: place.traceId,
    parentId: place.spanId,
    spanId: traces.beginIn(parent).spanId,
  };
  const beganAt = Date.now();
  let hasFailed = true;
  try {
    const answer = await next({ ...headers, [TRACE_HEADER]: defaultPayloadConverter.toPayload(header) });
    hasFailed = false;
    return answer;
  } finally {
    const endedAt = Date.now();
    const span = {
      name,
      kind: 'client',
      parentId: parent.spanId,
      beganAt,
      endedAt,
      attributes: {},
      hasFailed,
    } as const;
    traces.record({ ...place, ...span });
  }
}

/** Has the messages of a client carry their trace; the wait for an answer belongs to the request. */
export function traceMessages(traces: Traces): WorkflowClientInterceptor {
  return {
    startUpdate: (input, next) =>
      send(traces, `send update ${input.updateName}`, input.headers, (headers) => next({ ...input, headers })),
    startUpdateWithStart: (input, next) =>
      send(traces, `send update ${input.updateName}`, input.updateHeaders, (updateHeaders) =>
        next({ ...input, updateHeaders }),
      ),
    signal: (input, next) =>
      send(traces, `send signal ${input.signalName}`, input.headers, (headers) => next({ ...input, headers })),
  };
}
