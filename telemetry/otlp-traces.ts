import { AsyncLocalStorage } from 'node:async_hooks';
import { randomBytes } from 'node:crypto';
import { SpanKind, SpanStatusCode, TraceFlags, type HrTime } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes, type Resource } from '@opentelemetry/resources';
import { BatchSpanProcessor, type ReadableSpan } from '@opentelemetry/sdk-trace';
import type { FinishedSpan, SpanPlace, Traces, TraceSettings } from './traces.ts';

const KINDS = { server: SpanKind.SERVER, client: SpanKind.CLIENT, internal: SpanKind.INTERNAL } as const;
const SCOPE = { name: 'durable-proctoring' };
const SEND_EVERY_MS = 1_000;
/** Spans that wait to be sent; more are dropped, so a receiver that is down costs no more than their memory. */
const MOST_WAITING = 2_048;

const hex = (bytes: number) => randomBytes(bytes).toString('hex');

function timeOf(milliseconds: number): HrTime {
  const seconds = Math.floor(milliseconds / 1000);
  return [seconds, Math.round((milliseconds - seconds * 1000) * 1e6)];
}

const contextOf = ({ traceId, spanId }: SpanPlace) => ({ traceId, spanId, traceFlags: TraceFlags.SAMPLED });

/** A span as the exporter takes it; the SDK's own makes its ids itself, but those of a workflow are known before. */
function readable(span: FinishedSpan, resource: Resource): ReadableSpan {
  const { traceId, parentId, beganAt, endedAt } = span;
  return {
    name: span.name,
    kind: KINDS[span.kind],
    spanContext: () => contextOf(span),
    ...(parentId !== undefined && { parentSpanContext: contextOf({ traceId, spanId: parentId }) }),
    startTime: timeOf(beganAt),
    endTime: timeOf(endedAt),
    duration: timeOf(Math.max(0, endedAt - beganAt)),
    status: { code: span.hasFailed ? SpanStatusCode.ERROR : SpanStatusCode.UNSET },
    attributes: span.attributes,
    links: [],
    events: [],
    ended: true,
    resource,
    instrumentationScope: SCOPE,
    droppedAttributesCount: 0,
    droppedEventsCount: 0,
    droppedLinksCount: 0,
  };
}

/** Traces that are sent as OTLP over HTTP, in batches. */
export function createTraces({ url, share, service }: TraceSettings): Traces {
  const exporter = new OTLPTraceExporter({ url: `${url.replace(/\/+$/, '')}/v1/traces` });
  const processor = new BatchSpanProcessor({
    exporter,
    scheduledDelayMillis: SEND_EVERY_MS,
    maxQueueSize: MOST_WAITING,
  });
  const resource = resourceFromAttributes({ 'service.name': service });
  const places = new AsyncLocalStorage<SpanPlace>();
  return {
    begin: () => (Math.random() < share ? { traceId: hex(16), spanId: hex(8) } : null),
    beginIn: ({ traceId }) => ({ traceId, spanId: hex(8) }),
    run: (place, work) => places.run(place, work),
    current: () => places.getStore(),
    record: (span) => processor.onEnd(readable(span, resource)),
    close: () => processor.shutdown(),
  };
}
