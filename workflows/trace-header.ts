/** Name of the header in which a message carries its trace. */
export const TRACE_HEADER = 'trace';

/** Ids of hexadecimal digits: the trace, the span that sent the message, and the one in which it is handled. */
export interface TraceHeader {
  traceId: string;
  parentId: string;
  spanId: string;
}
