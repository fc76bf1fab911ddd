import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DefaultLogger, Runtime } from '@temporalio/worker';
import { pino } from 'pino';
import { createWorkers } from '../../activities/create-workers.ts';
import { createVendorRegistry } from '../../vendors/registry.ts';
import { buildApp } from '../../api/app.ts';
import { createAppDeps } from '../../api/create-app-deps.ts';
import { currentRequestId } from '../../api/request-context.ts';
import { registerSearchAttributes } from '../../activities/temporal-setup.ts';
import { openPool } from '../../db/pool.ts';
import { freePort } from '../../dev/ports.ts';
import { toTerminal } from '../../dev/report.ts';
import { startTimeSkipping, timeSkippingExecutable } from '../../dev/time-skipping-server.ts';
import { connectForApi, connectForWorker } from '../../service.ts';
import { startPostgres } from '../support/stack-servers.ts';
import { createJwtAuthentication } from '../../api/auth/jwt.ts';
import { recordPerson, type PersonFacts } from '../../db/people.ts';
import { EXAMS_PREFIX } from '../../api/wire/addresses.ts';
import { applySettings, backendsWith, changedSettings, conformanceConfig, SCENARIO_SETTINGS } from './configuration.ts';
import { EffectRecorder, type Dialect } from './effect-recorder.ts';
import { headerAuthentication } from './header-authentication.ts';
import { hooks } from './hooks.ts';
import { lmsStandIn } from './lms-stand-in.ts';
import { replaceableVendors } from './replaceable-vendors.ts';
import { resetData } from './reset.ts';
import { inOrder, settledAttempts } from './settled-clients.ts';
import { createSignIn, newKey } from './sign-in.ts';
import { startVirtualClock } from './virtual-clock.ts';

export interface ConformanceServer {
  /** Base address. */
  url: string;
  close(): Promise<void>;
}

/**
 * The product's own API and worker on a real Postgres and a time-skipping Temporal, with the test hooks and stand-ins for
 * the LMS and the mail server. The vendors are called at `providerPort` of this machine.
 */
export async function startConformanceServer(providerPort: number): Promise<ConformanceServer> {
  Runtime.install({
    logger: new DefaultLogger('ERROR'),
    shutdownSignals: [],
    telemetryOptions: { logging: { filter: 'ERROR' } },
  });
  const started = new AsyncDisposableStack();
  try {
    const url = await assemble(started, providerPort);
    return { url, close: () => started.disposeAsync() };
  } catch (error) {
    await started.disposeAsync();
    throw error;
  }
}

/** Starts one part after the other, noting in `started` how each is stopped; answers the base address. */
async function assemble(started: AsyncDisposableStack, providerPort: number): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'durable-proctoring-conformance-'));
  started.defer(() => rm(folder, { recursive: true, force: true }));
  const postgres = await startPostgres(folder);
  started.defer(postgres.stop);
  const env = await startTimeSkipping(await timeSkippingExecutable(toTerminal));
  started.defer(() => env.teardown());
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const provider = `http://127.0.0.1:${providerPort}`;
  const signInKey = newKey();
  const config = conformanceConfig({ databaseUrl: postgres.templateUrl, provider, publicUrl: url, signInKey });
  const pool = await openPool(config.databaseUrl);
  started.defer(() => pool.end());
  const clock = await startVirtualClock(env);
  const recorder = new EffectRecorder();
  const logger = pino({ level: config.logLevel });

  const signIn = createSignIn(signInKey, clock.now);
  let settings = SCENARIO_SETTINGS.parse({});
  const lms = lmsStandIn(pool, () => settings);
  // The recorded server let vendors call back at its site's name, while its own links led to the address it was called at.
  const vendorConfig = { ...config, api: { ...config.api, publicUrl: undefined } };
  const { vendors, renewVendors } = await replaceableVendors(() => {
    const backends = backendsWith(config.proctoring.backends, settings, signIn.toolKey);
    return createVendorRegistry(
      { ...vendorConfig, proctoring: { ...config.proctoring, backends } },
      { now: clock.now },
    );
  });

  const { client } = env;
  const given = { pool, vendors, clock: clock.now, lookups: lms };
  const forWorker = await connectForWorker(config, logger, { ...given, lms: recorder, mailer: recorder });
  await registerSearchAttributes(client);
  const worker = await createWorkers({ ...forWorker, client }, env.nativeConnection);
  const working = worker.run();
  started.defer(() => {
    worker.shutdown();
    return working;
  });

  const forApi = await connectForApi(config, logger, { ...given, client, requestId: currentRequestId });
  // Nobody is remembered: a reset makes everybody unknown.
  const people = { personOf: (facts: PersonFacts) => recordPerson(pool, facts) };
  const bySignIn = createJwtAuthentication({
    config,
    people,
    lookups: lms,
    isListedAsStaff: async () => false,
    clock: clock.now,
  });
  const deps = createAppDeps(forApi, logger, {
    attempts: settledAttempts(forApi.attempts, { pool, client, now: clock.now }),
    changes: inOrder(forApi.changes),
    authenticate: headerAuthentication(pool, lms, bySignIn),
  });
  const app = await buildApp(deps);
  let dialect: Dialect = 'edx-proctoring';
  app.addHook('onRequest', async (request) => {
    if (request.url.startsWith(`${EXAMS_PREFIX}/`)) dialect = 'edx-exams';
  });
  started.defer(() => app.close());
  await app.register(hooks, {
    prefix: '/__test__',
    app: deps,
    clock,
    recorder,
    dialect: () => dialect,
    signIn,
    async configure(changes) {
      settings = changedSettings(settings, changes);
      applySettings(settings, config);
      if ('providers' in changes) await renewVendors();
      const tools = vendors.names.flatMap((name) => vendors.get(name).ltiTool ?? []);
      const ids = tools.map(({ name, configurationId }) => [
        name,
        { id: configurationId, config_id: deps.lti.ids.registration(name) },
      ]);
      return { lti: Object.fromEntries(ids) as object };
    },
    async reset() {
      await resetData(pool, client, config.temporal.taskQueue);
      settings = SCENARIO_SETTINGS.parse({});
      applySettings(settings, config);
      dialect = 'edx-proctoring';
      await renewVendors();
      recorder.clear();
    },
  });
  await app.listen({ host: '127.0.0.1', port });
  return url;
}
