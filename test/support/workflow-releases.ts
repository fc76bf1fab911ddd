import { readFile } from 'node:fs/promises';
import { defaultPayloadConverter } from '@temporalio/common';
import type { temporal } from '@temporalio/proto';
import { NativeConnection, type WorkflowBundleWithSourceMap } from '@temporalio/worker';
import { createWorkers } from '../../activities/create-workers.ts';
import { registerSearchAttributes } from '../../activities/temporal-setup.ts';
import type { Config } from '../../config.ts';
import type { Service } from './service.ts';
import { workflowBundle } from './stack.ts';

/** How every compiled module calls what it has from Temporal. */
const TEMPORAL = '_temporalio_workflow__WEBPACK_IMPORTED_MODULE_0__';
/** Where an attempt takes a message up, in the compiled workflows. */
const TAKES_MESSAGE = 'const answer = await this.turns.take(';

const A_MOMENT = `await (0,${TEMPORAL}.sleep)(1)`;
const PATCH = 'of-another-release';

/** What another release may do before it takes a message up. */
export const OTHER_RELEASE = {
  /** A new order of commands, guarded as it should be. */
  patched: `if ((0,${TEMPORAL}.patched)('${PATCH}')) ${A_MOMENT};`,
  /** The same without a guard. */
  unguarded: `${A_MOMENT};`,
} as const;

/** The workflows of this version with one difference. */
export async function workflowsOf(release: keyof typeof OTHER_RELEASE): Promise<WorkflowBundleWithSourceMap> {
  const code = await readFile(workflowBundle().codePath, 'utf8');
  const [before, after, ...others] = code.split(TAKES_MESSAGE);
  if (before === undefined || after === undefined || others.length > 0) {
    throw new Error(`The compiled workflows do not have this once: ${TAKES_MESSAGE}`);
  }
  return { code: `${before}${OTHER_RELEASE[release]}${TAKES_MESSAGE}${after}`, sourceMap: '' };
}

/** Temporal's name for the marker of a patch, and where its id is in it. */
const PATCH_MARKER = { name: 'core_patch', field: 'patch-data' } as const;

/** Whether a history bears the mark of the other release. */
export function hasMark({ events }: temporal.api.history.v1.IHistory): boolean {
  return (events ?? []).some(({ markerRecordedEventAttributes: marker }) => {
    const [payload] = marker?.details?.[PATCH_MARKER.field]?.payloads ?? [];
    if (marker?.markerName !== PATCH_MARKER.name || !payload) return false;
    return defaultPayloadConverter.fromPayload<{ id: string }>(payload).id === PATCH;
  });
}

/** Starts a worker that differs from the service's in these settings; the answer stops it. */
export async function startWorkerWith(
  { context, client, config }: Service,
  settings: Partial<Config['temporal']>,
): Promise<() => Promise<void>> {
  const temporal = { ...config.temporal, ...settings };
  const connection = await NativeConnection.connect({ address: temporal.address });
  await registerSearchAttributes(client);
  const workers = await createWorkers({ ...context, config: { ...config, temporal } }, connection);
  const stopped = workers.run();
  return async () => {
    workers.shutdown();
    await stopped;
    await connection.close();
  };
}
