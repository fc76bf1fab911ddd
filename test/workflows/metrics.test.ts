import { afterAll, beforeAll, expect, it } from 'vitest';
import { openMetrics, type OpenMetrics } from '../../telemetry/open-metrics.ts';
import { newCode } from '../support/attempt-records.ts';
import { scrape, sumOf } from '../support/scraped.ts';
import { creationRequest, startSkippingService, type SkippingService } from '../support/service.ts';
import { until } from '../../dev/until.ts';

let metrics: OpenMetrics;
let skipping: SkippingService;

beforeAll(async () => {
  const opened = await openMetrics({ host: '127.0.0.1', port: 0 });
  if (!opened) throw new Error('there is an address, so there are metrics');
  metrics = opened;
  skipping = await startSkippingService({ meters: metrics.meters });
});
afterAll(async () => {
  await skipping.close();
  await metrics.close();
});

it('an exam that ends by itself is measured once', async () => {
  const { env, service } = skipping;
  const code = newCode();
  await service.attempts.create(code, await creationRequest(service, { exam: { minutes: 30 } }));
  await env.sleep('31 minutes');
  await until(
    async () => sumOf(await scrape(metrics.port), 'proctoring_end_lateness_seconds_count') === 1,
    'the end to be measured',
  );
  expect(sumOf(await scrape(metrics.port), 'proctoring_transitions_total', { event: 'expire', to: 'submitted' })).toBe(
    1,
  );
});
