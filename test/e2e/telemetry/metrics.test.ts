import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { until } from '../../../dev/until.ts';
import { readExpressions, readQuery } from '../../support/monitoring-files.ts';
import { startMeasuredStand, type MeasuredStand } from '../../support/measured-stand.ts';
import { namesIn, readSamples, sumOf, type Sample } from '../../support/scraped.ts';

let measured: MeasuredStand;
let text: string;
let samples: Sample[];
let taken: { username: string; attemptIds: number[] };

beforeAll(async () => {
  measured = await startMeasuredStand();
  taken = await measured.takeExams();
  // Effects follow the answer, an answer is counted once it is sent, and the watch begins after its worker.
  const counted = async () => {
    text = await measured.scrapeAll();
    samples = readSamples(text);
    return (
      (value('proctoring_effect_tries_total', { outcome: 'done' }) ?? 0) > 0 &&
      value('proctoring_refusals_total') === 1 &&
      value('proctoring_running_attempts') !== null
    );
  };
  await until(counted, 'everything to be counted', { everyMs: 500 });
});
afterAll(() => measured.close());

const value = (name: string, labels?: Record<string, string>) => sumOf(samples, name, labels);

describe('the metrics of an API and a worker that serve exams', () => {
  it('count requests by route and refusals by code', () => {
    const route = '/api/edx_proctoring/v1/proctored_exam/attempt/:attempt_id(^\\\\d+$)';
    expect(value('proctoring_http_request_seconds_count', { method: 'GET', route, status: '2xx' })).toBe(2);
    expect(value('proctoring_http_request_seconds_count', { method: 'GET', route, status: '4xx' })).toBe(1);
    expect(value('proctoring_refusals_total')).toBe(1);
  });

  it('count what became of attempts', () => {
    expect(value('proctoring_transitions_total', { event: 'start', from: 'created', to: 'started' })).toBe(1);
    expect(value('proctoring_transitions_total', { event: 'submit', from: 'started', to: 'submitted' })).toBe(1);
    expect(value('proctoring_transitions_total', { event: 'created', from: '', to: 'created' })).toBe(2);
  });

  it('say how the vendor answered and how the pools and the event loop are', () => {
    expect(value('proctoring_vendor_call_seconds_count', { backend: 'rest', outcome: 'answered' })).toBeGreaterThan(0);
    expect(value('proctoring_vendor_left_alone', { backend: 'rest' })).toBe(0);
    expect(value('proctoring_pool_connections', { state: 'waiting' })).not.toBeNull();
    expect(value('nodejs_eventloop_lag_p99_seconds')).toBeGreaterThan(0);
  });

  it("have those of Temporal's SDK", () => {
    expect(value('temporal_request_total', { service_name: 'temporal-core-sdk' })).toBeGreaterThan(0);
    expect(value('temporal_num_pollers')).toBeGreaterThan(0);
  });

  it('have figures of the database from one process', () => {
    expect(value('proctoring_attempts', { status: 'submitted' })).toBe(1);
    expect(samples.filter(({ name }) => name === 'proctoring_running_attempts')).toHaveLength(1);
    expect(samples.filter(({ name }) => name === 'proctoring_oldest_effect_seconds')).toHaveLength(4);
  });

  it('show errors and refused effects that have not happened', () => {
    expect(value('proctoring_refusals_total', { code: 'internal_error' })).toBe(0);
    expect(value('proctoring_effect_tries_total', { lane: 'lms', outcome: 'refused' })).toBe(0);
    expect(value('proctoring_transitions_total', { event: 'heartbeat-lost' })).toBe(0);
  });

  it('are all that the alerts and the dashboard ask for', () => {
    const names = namesIn(text);
    const asked = readExpressions().flatMap(({ expr }) => readQuery(expr).metrics);
    expect([...new Set(asked)].filter((name) => !names.has(name))).toEqual([]);
  });

  it('name nobody, and no attempt', () => {
    const labels = new Set(samples.flatMap(({ labels: of }) => Object.values(of)));
    expect([...labels].filter((label) => label.includes(taken.username))).toEqual([]);
    expect([...labels].filter((label) => /[\da-f]{8}-[\da-f]{4}-/i.test(label) && !label.startsWith('test-'))).toEqual(
      [],
    );
  });
});
