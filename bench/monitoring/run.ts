// The dashboard and the alerts before a real Prometheus, in a run with troubles: npm run bench:monitoring. See docs/monitoring.md.
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { environmentOf } from '../load/more-processes.ts';
import { startStand, type Stand } from '../load/stand.ts';
import { runToTheEnd } from '../peer/endings.ts';
import { drawDashboard } from './draw.ts';
import { evaluateAlerts, evaluatePanels, listFired, type Episode } from './evaluate.ts';
import { startPrometheus, type Target } from './prometheus.ts';
import { reportOf } from './report.ts';
import { startTraffic } from './traffic.ts';
import { cause, TROUBLES } from './troubles.ts';

const PICTURE = join(import.meta.dirname, '../../docs/images', 'dashboard.png');
/** Before, between and after the troubles: until what they left behind is gone. */
const QUIET_SECONDS = 60;
const STEP_SECONDS = 15;
/** Those of the traffic itself: its first learners fall silent. */
const ALWAYS = ['LearnersAreSilent'];

function targetsOf({ service }: Stand): Target[] {
  const processes = { api: environmentOf(service.apiPid), worker: environmentOf(service.workerPid) };
  return Object.entries(processes).flatMap(([name, env]) =>
    ['METRICS_ADDRESS', 'TEMPORAL_METRICS_ADDRESS'].map((setting, index) => ({
      instance: `${name}:${9464 + index}`,
      address: env[setting] ?? '',
    })),
  );
}

const now = () => Date.now() / 1000;

await runToTheEnd(async () => {
  const stand = await startStand('dev', { SERVE_METRICS: 'true' });
  const prometheus = await startPrometheus(targetsOf(stand));
  const { page, sittings } = await startTraffic(stand);
  const from = now();
  const troubles: Episode[] = [];
  await delay(QUIET_SECONDS * 1000);
  for (const trouble of TROUBLES) {
    const since = now();
    await cause(trouble, stand);
    troubles.push({ name: trouble.name, from: since, to: now() });
    await delay(QUIET_SECONDS * 1000);
  }
  await sittings.stop();
  const span = { from, to: now(), step: STEP_SECONDS };

  const fired = await listFired(prometheus, span);
  const { panels, silent } = await evaluatePanels(prometheus, span);
  const without = [...silent, ...(await evaluateAlerts(prometheus, span))];
  await drawDashboard(panels, { ...span, troubles }, PICTURE);

  console.log(`${sittings.begun} attempts, ${page.requests} requests, ${page.failures} of them refused\n`);
  const wanted = [...ALWAYS, ...TROUBLES.flatMap(({ alerts }) => alerts)];
  const missing = wanted.filter((alert) => !fired.some((each) => each.name === alert));
  console.log(reportOf({ began: from, troubles, fired, panels, without, missing }));
  process.exitCode = without.length + missing.length > 0 ? 1 : 0;
});
