// npm start: the whole local stack under one supervisor. Ctrl-C or SIGTERM stops it cleanly.
import { join } from 'node:path';
import { RunLock } from './lock.ts';
import { toTerminal as report } from './report.ts';
import { seed } from './seed.ts';
import { MOCK_BACKEND } from './service-environment.ts';
import { readDevSettings, type DevSettings } from './settings.ts';
import { startStack, type Stack } from './stack.ts';
import { Supervisor } from './supervisor.ts';
import { table } from './table.ts';
import { walkthrough } from './walkthrough.ts';

/** A signal that arrives this long after the first one means "at once". */
const IMPATIENT_AFTER_MS = 2_000;

const workflowsUrl = ({ temporalUiUrl }: Stack) => temporalUiUrl && `${temporalUiUrl}/namespaces/default/workflows`;

function addresses(stack: Stack, { dataDir }: DevSettings): string {
  const { apiUrl, databaseUrl, temporalUiUrl, mail, vendor, lms, redisUrl, metricsUrls } = stack;
  const attempts = workflowsUrl(stack);
  return table([
    ['Console', `${apiUrl}/console/`],
    ['API', apiUrl],
    ['API docs', `${apiUrl}/docs`],
    ['Temporal UI', temporalUiUrl],
    ['Exam attempts', attempts && `${attempts}?query=${encodeURIComponent('WorkflowType="examAttempt"')}`],
    ['Mail catcher', mail?.url],
    ['Mock vendor', vendor?.url],
    ['Mock LMS', lms?.url],
    ['Event bus', redisUrl],
    ['Metrics', metricsUrls.join(' ') || undefined],
    ['Data', dataDir],
    ['Logs', join(dataDir, 'logs')],
    ['DATABASE_URL', databaseUrl],
  ]);
}

async function bringUp(supervisor: Supervisor, settings: DevSettings, lock: RunLock): Promise<void> {
  const stack = await startStack(supervisor, settings, report);
  const ids = await seed(stack.apiUrl, settings.jwtKey, stack.vendor && MOCK_BACKEND);
  const shown = addresses(stack, settings);
  const session = await walkthrough({ apiUrl: stack.apiUrl, workflowsUrl: workflowsUrl(stack) }, ids, settings.jwtKey);
  const notes = `${shown}\n\nTake two of the demo exams (paste into a shell; it takes a minute):\n\n${session}`;
  const { address, namespace } = stack.temporal;
  const places = { DATABASE_URL: stack.databaseUrl, TEMPORAL_ADDRESS: address, TEMPORAL_NAMESPACE: namespace };
  lock.noteTable(notes, places);
  report(`\n${notes}\n\nReady. Ctrl-C stops everything.`);
}

async function run(settings: DevSettings, lock: RunLock): Promise<void> {
  const supervisor = new Supervisor(join(settings.dataDir, 'logs'), report, (pids) => lock.noteServices(pids));
  let stoppedAt: number | undefined;
  const end = async (code: number) => {
    await supervisor.stop();
    lock.release();
    process.exit(code);
  };
  const onSignal = () => {
    if (stoppedAt === undefined) {
      stoppedAt = Date.now();
      report('\nStopping …');
      void end(0);
    } else if (Date.now() - stoppedAt > IMPATIENT_AFTER_MS) {
      supervisor.kill();
    }
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, onSignal);
  try {
    await bringUp(supervisor, settings, lock);
  } catch (error) {
    if (stoppedAt !== undefined) return;
    stoppedAt = Date.now();
    report(`\nThe stack does not start: ${error instanceof Error ? error.message : String(error)}`);
    await end(1);
  }
}

const settings = readDevSettings();
const lock = RunLock.acquire(settings.dataDir);
if (lock instanceof RunLock) await run(settings, lock);
else report(`It is already running from ${settings.dataDir} (process ${lock.supervisor.pid}).\n\n${lock.table}`);
