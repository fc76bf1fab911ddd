import { Counter, Gauge, type Registry } from 'prom-client';
import type { Figures, Meters } from './meters.ts';

/** However often somebody asks, the database is not asked more often. */
const KEPT_MS = 10_000;
/** A scrape has about ten seconds for everything. */
const LONGEST_READ_MS = 3_000;

/** What a gauge shows of the figures: its values by labels. */
type Shown = (figures: Figures) => [labels: Record<string, string>, value: number][];

const secondsSince = (at: number, then: number | null) => (then === null ? 0 : Math.max(0, (at - then) / 1000));

const GAUGES: Record<string, { help: string; label?: string; shown: Shown }> = {
  proctoring_attempts: {
    help: 'Attempts that were created within the last 24 hours, by their present status',
    label: 'status',
    shown: ({ attempts }) => attempts.map(({ status, count }) => [{ status }, count]),
  },
  proctoring_running_attempts: { help: 'Attempts whose clock runs', shown: ({ running }) => [[{}, running]] },
  proctoring_silent_attempts: {
    help: 'Attempts whose clock runs and whose page has given no sign of life for more than 90 seconds',
    shown: ({ silent }) => [[{}, silent]],
  },
  proctoring_overdue_end_seconds: {
    help: 'How long the earliest end that has not been recorded has been over; 0 without one',
    shown: ({ at, oldestEndAt }) => [[{}, secondsSince(at, oldestEndAt)]],
  },
  proctoring_signs_of_life_age_seconds: {
    help: 'How long ago an API could last receive signs of life',
    shown: ({ at, heardAt }) => [[{}, secondsSince(at, heardAt)]],
  },
  proctoring_effects_pending: {
    help: 'Effects that are not finished, by lane, of the oldest 10,000',
    label: 'lane',
    shown: ({ effects }) => effects.map(({ lane, count }) => [{ lane }, count]),
  },
  proctoring_oldest_effect_seconds: {
    help: 'Age of the oldest effect that is not finished, by lane; 0 without one',
    label: 'lane',
    shown: ({ at, effects }) => effects.map(({ lane, oldestAt }) => [{ lane }, secondsSince(at, oldestAt)]),
  },
};

async function inTime<T>(work: Promise<T>): Promise<T> {
  const tooLate = Promise.withResolvers<never>();
  const timer = setTimeout(() => tooLate.reject(new Error('the figures were not read in time')), LONGEST_READ_MS);
  try {
    return await Promise.race([work, tooLate.promise]);
  } finally {
    clearTimeout(timer);
  }
}

/** Reads once for all gauges of a scrape, and for all scrapes of a while; null if that fails. */
function keep(read: () => Promise<Figures>, onFailure: () => void): () => Promise<Figures | null> {
  let kept: { until: number; figures: Promise<Figures | null> } | null = null;
  return () => {
    const now = performance.now();
    if (kept === null || now >= kept.until) {
      const figures = inTime(read()).catch(() => {
        onFailure();
        return null;
      });
      kept = { until: now + KEPT_MS, figures };
    }
    return kept.figures;
  };
}

/** Gauges of what only the database knows; they have no values in a process that does not show them. */
export function showFigures(registry: Registry): Meters['showFigures'] {
  let reading: (() => Promise<Figures | null>) | null = null;
  const failures = new Counter({
    name: 'proctoring_figures_failures_total',
    help: 'How often the figures of the database could not be read',
    registers: [registry],
  });
  for (const [name, { help, label, shown }] of Object.entries(GAUGES)) {
    const gauge = new Gauge({
      name,
      help,
      labelNames: label === undefined ? [] : [label],
      registers: [],
      async collect() {
        const figures = (await reading?.()) ?? null;
        this.reset();
        // One without labels would be 0 otherwise, which is a value too.
        if (label === undefined) this.remove();
        for (const [labels, value] of figures ? shown(figures) : []) this.set(labels, value);
      },
    });
    registry.registerMetric(gauge);
  }
  return (read) => {
    const own = keep(read, () => failures.inc());
    reading = own;
    return () => {
      if (reading === own) reading = null;
    };
  };
}
