import { collectDefaultMetrics, Counter, Gauge, Histogram, type Registry } from 'prom-client';
import { showFigures } from './figures.ts';
import type { Meters, Transition } from './meters.ts';

/** Of a request, in seconds; what learners wait for is well below one, and a creation may wait 25 for its vendor. */
const ANSWER_BUCKETS = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];
const VENDOR_BUCKETS = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];
/** An end is a timer: half a second is usual, and minutes are an outage. */
const LATENESS_BUCKETS = [0.25, 0.5, 1, 2, 5, 10, 30, 60, 300, 1800];

const labelsOf = ({ event, from, to }: Transition) => ({ event, from: from ?? '', to });
const classOf = (status: number) => `${Math.floor(status / 100)}xx`;

function vendorMeters(registry: Registry, monotonicNow: () => number): Pick<Meters, 'countVendorCall'> {
  const leftAloneUntil = new Map<string, number>();
  const seconds = new Histogram({
    name: 'proctoring_vendor_call_seconds',
    help: 'Calls of a vendor by back-end and outcome (answered, failed)',
    labelNames: ['backend', 'outcome'],
    buckets: VENDOR_BUCKETS,
    registers: [registry],
  });
  const breaker = new Gauge({
    name: 'proctoring_vendor_left_alone',
    help: 'Whether the circuit of a back-end is open, so that its vendor is not called (1) or is (0)',
    labelNames: ['backend'],
    registers: [registry],
    collect() {
      for (const [backend, until] of leftAloneUntil) this.set({ backend }, monotonicNow() < until ? 1 : 0);
    },
  });
  return {
    countVendorCall(backend, call) {
      if (call.kind === 'left alone') {
        leftAloneUntil.set(backend, monotonicNow() + call.forMs);
        return;
      }
      seconds.observe({ backend, outcome: call.kind }, call.milliseconds / 1000);
      if (call.kind === 'answered') leftAloneUntil.delete(backend);
      breaker.set({ backend }, 0);
    },
  };
}

/** Meters of some of what is counted, which show what is foreseen of theirs. */
type Part<Counted extends keyof Meters> = Pick<Meters, Counted | 'foresee'>;

function attemptMeters(registry: Registry): Part<'countTransition' | 'measureEnd' | 'countEffect'> {
  const transitions = new Counter({
    name: 'proctoring_transitions_total',
    help: 'Changes of attempts that were recorded, by event and by the status before and after',
    labelNames: ['event', 'from', 'to'],
    registers: [registry],
  });
  const lateness = new Histogram({
    name: 'proctoring_end_lateness_seconds',
    help: 'How long after its exact end the end of an exam was recorded',
    buckets: LATENESS_BUCKETS,
    registers: [registry],
  });
  const effects = new Counter({
    name: 'proctoring_effect_tries_total',
    help: 'Tries of effects by lane, kind and outcome (done, failed, refused, unknown, withheld)',
    labelNames: ['lane', 'effect', 'outcome'],
    registers: [registry],
  });
  return {
    countTransition: (transition) => transitions.inc(labelsOf(transition)),
    measureEnd: (seconds) => lateness.observe(seconds),
    countEffect: ({ lane, kind, outcome }) => effects.inc({ lane, effect: kind, outcome }),
    foresee(foreseen) {
      for (const transition of foreseen.transitions ?? []) transitions.inc(labelsOf(transition), 0);
      for (const { lane, kind, outcome } of foreseen.effects ?? []) effects.inc({ lane, effect: kind, outcome }, 0);
    },
  };
}

function answerMeters(registry: Registry): Part<'countAnswer'> {
  const seconds = new Histogram({
    name: 'proctoring_http_request_seconds',
    help: 'Requests by method, pattern of the route and class of the status',
    labelNames: ['method', 'route', 'status'],
    buckets: ANSWER_BUCKETS,
    registers: [registry],
  });
  const refusals = new Counter({
    name: 'proctoring_refusals_total',
    help: 'Answers that are errors, by code of the error catalogue',
    labelNames: ['code'],
    registers: [registry],
  });
  return {
    countAnswer({ method, route, status, seconds: took, errorCode }) {
      seconds.observe({ method, route: route ?? 'none', status: classOf(status) }, took);
      if (errorCode !== null) refusals.inc({ code: errorCode });
    },
    foresee({ errorCodes = [] }) {
      for (const code of errorCodes) refusals.inc({ code }, 0);
    },
  };
}

function processMeters(registry: Registry): Pick<Meters, 'showPool' | 'showChangeQueue' | 'noteSecrets'> {
  const refused = new Gauge({
    name: 'proctoring_secrets_refused',
    help: 'Whether secrets that were read again could not be used, so that those before stay (1) or not (0)',
    registers: [registry],
  });
  return {
    noteSecrets: (areUsable) => refused.set(areUsable ? 0 : 1),
    showPool(state) {
      const connections = new Gauge({
        name: 'proctoring_pool_connections',
        help: 'Connections to Postgres of this process (acquired, idle), and who waits for one (waiting)',
        labelNames: ['state'],
        registers: [],
        collect() {
          const { acquiredConnections, idleConnections, waitingClients } = state();
          this.set({ state: 'acquired' }, acquiredConnections);
          this.set({ state: 'idle' }, idleConnections);
          this.set({ state: 'waiting' }, waitingClients);
        },
      });
      registry.registerMetric(connections);
    },
    showChangeQueue(waiting) {
      const changes = new Gauge({
        name: 'proctoring_changes_waiting',
        help: 'Changes of this process that wait for the answer of Temporal',
        registers: [],
        collect() {
          this.set(waiting());
        },
      });
      registry.registerMetric(changes);
    },
  };
}

/** The meters of a process over a registry of prom-client, with what Node tells of itself. */
export function createPrometheusMeters(registry: Registry): Meters {
  collectDefaultMetrics({ register: registry });
  const [answers, attempts] = [answerMeters(registry), attemptMeters(registry)];
  return {
    ...answers,
    ...attempts,
    ...vendorMeters(registry, () => performance.now()),
    ...processMeters(registry),
    showFigures: showFigures(registry),
    foresee(foreseen) {
      for (const part of [answers, attempts]) part.foresee(foreseen);
    },
  };
}
