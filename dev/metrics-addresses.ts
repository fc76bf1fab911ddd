import type { PortBook } from './ports.ts';

/** Usual ports of the metrics: those of the API, of Temporal's SDK in it, and both of the worker. */
const USUAL = { api: [9464, 9465], worker: [9466, 9467] } as const;

type Process = keyof typeof USUAL;

/** Settings by which the API and the worker of one machine serve their metrics side by side. */
export type MetricsAddresses = Record<Process, { METRICS_ADDRESS: string; TEMPORAL_METRICS_ADDRESS: string }>;

/** Takes the ports; `usualPort` as in the settings of the local stack. */
export async function takeMetricsAddresses(
  ports: PortBook,
  usualPort: (usual: number) => number,
): Promise<MetricsAddresses> {
  const take = async (name: string, usual: number) => `127.0.0.1:${await ports.take(name, usualPort(usual))}`;
  const settings = async (process: Process) => ({
    METRICS_ADDRESS: await take(`the metrics of the ${process}`, USUAL[process][0]),
    TEMPORAL_METRICS_ADDRESS: await take(`those of Temporal in the ${process}`, USUAL[process][1]),
  });
  return { api: await settings('api'), worker: await settings('worker') };
}

/** Where they are read. */
export function metricsUrls(addresses: MetricsAddresses): string[] {
  return Object.values(addresses).flatMap(({ METRICS_ADDRESS: own, TEMPORAL_METRICS_ADDRESS: temporal }) => [
    `http://${own}/metrics`,
    `http://${temporal}/metrics`,
  ]);
}
