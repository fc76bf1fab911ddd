import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Figures } from '../../../telemetry/meters.ts';
import { openMetrics, type OpenMetrics } from '../../../telemetry/open-metrics.ts';

let metrics: OpenMetrics;
beforeEach(async () => {
  const opened = await openMetrics({ host: '127.0.0.1', port: 0 });
  if (!opened) throw new Error('there is an address, so there are metrics');
  metrics = opened;
});
afterEach(() => metrics.close());

const get = (path: string) => fetch(`http://127.0.0.1:${metrics.port}${path}`);
const lines = async () => (await (await get('/metrics')).text()).split('\n');
const valuesOf = async (name: string) => (await lines()).filter((line) => line.startsWith(name));

const FIGURES: Figures = {
  at: 1_000_000,
  attempts: [{ status: 'started', count: 3 }],
  effects: [
    { lane: 'mail', count: 2, oldestAt: 940_000 },
    { lane: 'lms', count: 0, oldestAt: null },
  ],
  running: 3,
  silent: 1,
  oldestEndAt: 970_000,
  heardAt: 999_000,
};

it('measures nothing without an address', async () => {
  expect(await openMetrics(null)).toBeNull();
});

it('serves them at /metrics and nothing elsewhere', async () => {
  const answer = await get('/metrics');
  expect(answer.status).toBe(200);
  expect(answer.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/);
  expect(await answer.text()).toContain('nodejs_eventloop_lag_p99_seconds');
  expect((await get('/')).status).toBe(404);
});

it('refuses an address that is taken', async () => {
  await expect(openMetrics({ host: '127.0.0.1', port: metrics.port })).rejects.toThrow('EADDRINUSE');
});

describe('of requests', () => {
  it('has the pattern of the route, the class of the status and the code of a refusal', async () => {
    const asked = { method: 'GET', route: '/attempt/:id', seconds: 0.02 };
    metrics.meters.countAnswer({ ...asked, status: 200, errorCode: null });
    metrics.meters.countAnswer({ ...asked, status: 404, errorCode: 'attempt_not_found' });
    metrics.meters.countAnswer({ ...asked, route: null, status: 404, errorCode: 'not_found' });
    expect(await valuesOf('proctoring_http_request_seconds_count')).toEqual([
      'proctoring_http_request_seconds_count{method="GET",route="/attempt/:id",status="2xx"} 1',
      'proctoring_http_request_seconds_count{method="GET",route="/attempt/:id",status="4xx"} 1',
      'proctoring_http_request_seconds_count{method="GET",route="none",status="4xx"} 1',
    ]);
    expect(await valuesOf('proctoring_refusals_total{')).toEqual([
      'proctoring_refusals_total{code="attempt_not_found"} 1',
      'proctoring_refusals_total{code="not_found"} 1',
    ]);
  });
});

it('shows what is foreseen from the start, so that the first one is an increase', async () => {
  const { meters } = metrics;
  meters.foresee({
    errorCodes: ['internal_error'],
    effects: [{ lane: 'mail', kind: 'email', outcome: 'refused' }],
    transitions: [{ event: 'heartbeat-lost', from: 'started', to: 'error' }],
  });
  const counts = async () => [
    ...(await valuesOf('proctoring_refusals_total{')),
    ...(await valuesOf('proctoring_effect_tries_total{')),
    ...(await valuesOf('proctoring_transitions_total{')),
  ];
  expect(await counts()).toEqual([
    'proctoring_refusals_total{code="internal_error"} 0',
    'proctoring_effect_tries_total{lane="mail",effect="email",outcome="refused"} 0',
    'proctoring_transitions_total{event="heartbeat-lost",from="started",to="error"} 0',
  ]);
  meters.countAnswer({ method: 'GET', route: null, seconds: 0.1, status: 500, errorCode: 'internal_error' });
  expect(await counts()).toContain('proctoring_refusals_total{code="internal_error"} 1');
});

describe('of vendors', () => {
  it('says how long calls took and whether the circuit is open, until a call is answered', async () => {
    const { meters } = metrics;
    meters.countVendorCall('lab', { kind: 'failed', milliseconds: 2_000 });
    meters.countVendorCall('lab', { kind: 'left alone', forMs: 60_000 });
    expect(await valuesOf('proctoring_vendor_call_seconds_sum')).toEqual([
      'proctoring_vendor_call_seconds_sum{backend="lab",outcome="failed"} 2',
    ]);
    expect(await valuesOf('proctoring_vendor_left_alone{')).toEqual(['proctoring_vendor_left_alone{backend="lab"} 1']);
    meters.countVendorCall('lab', { kind: 'answered', milliseconds: 100 });
    expect(await valuesOf('proctoring_vendor_left_alone{')).toEqual(['proctoring_vendor_left_alone{backend="lab"} 0']);
  });
});

describe('of what only the database knows', () => {
  it('has no values until somebody shows them, and none afterwards', async () => {
    const NAMES = /^proctoring_(attempts|running|silent|overdue|signs|effects_pending|oldest)/;
    const values = async () => (await lines()).filter((line) => NAMES.test(line));
    expect(await values()).toEqual([]);
    const hide = metrics.meters.showFigures(async () => FIGURES);
    expect(await values()).toEqual([
      'proctoring_attempts{status="started"} 3',
      'proctoring_running_attempts 3',
      'proctoring_silent_attempts 1',
      'proctoring_overdue_end_seconds 30',
      'proctoring_signs_of_life_age_seconds 1',
      'proctoring_effects_pending{lane="mail"} 2',
      'proctoring_effects_pending{lane="lms"} 0',
      'proctoring_oldest_effect_seconds{lane="mail"} 60',
      'proctoring_oldest_effect_seconds{lane="lms"} 0',
    ]);
    hide();
    expect(await values()).toEqual([]);
  });

  it('reads them once, however often somebody asks', async () => {
    let reads = 0;
    metrics.meters.showFigures(async () => {
      reads += 1;
      return FIGURES;
    });
    await Promise.all([lines(), lines(), lines()]);
    expect(reads).toBe(1);
  });

  it('answers without them, and says so, while the database does not answer', async () => {
    metrics.meters.showFigures(() => Promise.reject(new Error('no database')));
    expect(await valuesOf('proctoring_running_attempts')).toEqual([]);
    expect(await valuesOf('proctoring_figures_failures_total')).toEqual(['proctoring_figures_failures_total 1']);
  });

  it('goes on showing those of the newer watch when the older one ends', async () => {
    const hideOlder = metrics.meters.showFigures(async () => ({ ...FIGURES, running: 1 }));
    metrics.meters.showFigures(async () => ({ ...FIGURES, running: 2 }));
    hideOlder();
    expect(await valuesOf('proctoring_running_attempts')).toEqual(['proctoring_running_attempts 2']);
  });
});
