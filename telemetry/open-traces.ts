import type { Traces, TraceSettings } from './traces.ts';

/** Traces that are sent to a receiver; undefined without one: then the library is not even loaded. */
export async function openTraces(settings: TraceSettings | null): Promise<Traces | undefined> {
  if (settings === null) return undefined;
  const { createTraces } = await import('./otlp-traces.ts');
  return createTraces(settings);
}
