import type { ListenAddress } from './metrics-server.ts';
import type { Meters } from './meters.ts';
import { openMetrics } from './open-metrics.ts';
import { openTraces } from './open-traces.ts';
import type { Traces, TraceSettings } from './traces.ts';

export interface TelemetrySettings {
  /** Null: nothing is measured. */
  metricsAddress: ListenAddress | null;
  /** Null: nothing is traced. */
  traces: Omit<TraceSettings, 'service'> | null;
}

/** What a process tells of itself, as far as it is on. */
export interface Telemetry {
  measured: { meters: Meters | undefined; traces: Traces | undefined };
  close(): Promise<void>;
}

/** Opens the metrics and traces of a process of that name. Throws if the address of the metrics cannot be listened on. */
export async function openTelemetry(settings: TelemetrySettings, service: string): Promise<Telemetry> {
  const metrics = await openMetrics(settings.metricsAddress);
  const traces = await openTraces(settings.traces && { ...settings.traces, service });
  return {
    measured: { meters: metrics?.meters, traces },
    async close() {
      await traces?.close();
      await metrics?.close();
    },
  };
}
