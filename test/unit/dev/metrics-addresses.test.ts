import { expect, it } from 'vitest';
import { metricsUrls, takeMetricsAddresses } from '../../../dev/metrics-addresses.ts';
import { PortBook } from '../../../dev/ports.ts';
import { readDevSettings } from '../../../dev/settings.ts';

it('API and worker of one machine serve their metrics at addresses of their own, on request', async () => {
  expect(readDevSettings({}).servesMetrics).toBe(false);
  const { servesMetrics, usualPort } = readDevSettings({ SERVE_METRICS: 'true', ANY_PORTS: 'true' });
  expect(servesMetrics).toBe(true);
  const addresses = await takeMetricsAddresses(new PortBook(() => undefined), usualPort);
  const all = Object.values(addresses).flatMap((settings) => Object.values(settings));
  expect(new Set(all).size).toBe(4);
  expect(metricsUrls(addresses)).toEqual(all.map((address) => `http://${address}/metrics`));
});
