import { defaultPayloadConverter } from '@temporalio/common';
import type { ActivityInterceptorsFactory, InjectedSinks } from '@temporalio/worker';
import type { Traces } from '../telemetry/traces.ts';
import { TRACE_HEADER, type TraceHeader } from '../workflows/trace-header.ts';
import type { TraceSinks } from '../workflows/tracing.ts';

/** Records the messages that workflows handle; without traces they are dropped, since others may send them traced. */
export function traceHandling(traces: Traces | undefined): InjectedSinks<TraceSinks> {
  return {
    traces: {
      handled: {
        fn(_workflow, { name, traceId, spanId, parentId, beganAt, hasFailed }) {
          // By the workflow's clock, a message that is handled in one turn would take no time.
          const endedAt = Math.max(beganAt, Date.now());
          const span = { name, kind: 'server', parentId, beganAt, endedAt, attributes: {}, hasFailed } as const;
          traces?.record({ traceId, spanId, ...span });
        },
        callDuringReplay: false,
      },
    },
  };
}

/** Records activities that a traced message has led to. */
export function traceActivities(traces: Traces): ActivityInterceptorsFactory {
  return ({ info }) => ({
    inbound: {
      async execute(input, next) {
        const payload = input.headers[TRACE_HEADER];
        if (!payload) return await next(input);
        const { traceId, parentId } = defaultPayloadConverter.fromPayload<TraceHeader>(payload);
        const place = traces.beginIn({ traceId });
        const beganAt = Date.now();
        let hasFailed = true;
        try {
          const answer = await traces.run(place, () => next(input));
          hasFailed = false;
          return answer;
        } finally {
          const attributes = { 'temporal.attempt': info.attempt };
          const times = { beganAt, endedAt: Date.now() };
          const name = `activity ${info.activityType}`;
          traces.record({ ...place, ...times, name, kind: 'internal', parentId, attributes, hasFailed });
        }
      },
    },
  });
}
