import type { ListenAddress } from './metrics-server.ts';
import type { Meters } from './meters.ts';

/** The metrics of a process. */
export interface OpenMetrics {
  meters: Meters;
  /** On which they are read. */
  port: number;
  close(): Promise<void>;
}

/**
 * Measures, and serves the metrics at the address; null without one: then the library is not even loaded, and nothing is
 * measured. Throws if the address cannot be listened on.
 */
export async function openMetrics(address: ListenAddress | null): Promise<OpenMetrics | null> {
  if (address === null) return null;
  const [{ Registry }, { createPrometheusMeters }, { serveMetrics }] = await Promise.all([
    import('prom-client'),
    import('./prometheus-meters.ts'),
    import('./metrics-server.ts'),
  ]);
  const registry = new Registry();
  const meters = createPrometheusMeters(registry);
  return { meters, ...(await serveMetrics(registry, address)) };
}
