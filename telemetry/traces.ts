/** Where a span belongs: ids of its trace and of itself, as lower-case hexadecimal digits. */
export interface SpanPlace {
  traceId: string;
  spanId: string;
}

/** A step of a trace. Its name and attributes are of the program's own: no ids of people, names or free text. */
export interface FinishedSpan extends SpanPlace {
  name: string;
  /** Of who asked, who was asked, or neither. */
  kind: 'server' | 'client' | 'internal';
  /** Undefined for the first span of a trace. */
  parentId: string | undefined;
  /** Epoch milliseconds. */
  beganAt: number;
  endedAt: number;
  attributes: Record<string, string | number>;
  hasFailed: boolean;
}

/** The traces of a process. */
export interface Traces {
  /** The place of the first span of a trace; null if this one is not to be recorded. */
  begin(): SpanPlace | null;
  /** A place for a span in the same trace. */
  beginIn(parent: Pick<SpanPlace, 'traceId'>): SpanPlace;
  /** Does the work, with what it leads to in the place. */
  run<T>(place: SpanPlace, work: () => T): T;
  /** The place in which the caller works; undefined outside of a trace. */
  current(): SpanPlace | undefined;
  record(span: FinishedSpan): void;
  /** Sends what is left. */
  close(): Promise<void>;
}

export interface TraceSettings {
  /** Base address of an OTLP receiver. */
  url: string;
  /** Of requests that are traced, from 0 to 1. */
  share: number;
  /** The name of the process. */
  service: string;
}
