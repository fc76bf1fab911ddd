// node activities/compile-workflows.ts FILE: compiles the workflows once, for workers whose WORKFLOW_BUNDLE is that file.
import { globSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';
import { makeOnce } from '../build-cache.ts';

const ROOT = join(import.meta.dirname, '..');
const WORKFLOWS = fileURLToPath(new URL('../workflows/index.ts', import.meta.url));
/** Carries traces through them. */
const TRACING = fileURLToPath(new URL('../workflows/tracing.ts', import.meta.url));
/** Also part of the workflows' bundle. */
export const PAYLOAD_CONVERTER = fileURLToPath(new URL('../workflows/readable-payloads.ts', import.meta.url));

/** The files that workflows may import, with how they are compiled; the layers are checked by `npm run layers`. */
function sources(): string[] {
  const files = globSync(['workflows/**/*.ts', 'rules/**/*.ts', 'activities/compile-workflows.ts'], { cwd: ROOT });
  return files.sort().flatMap((file) => [file, readFileSync(join(ROOT, file), 'utf8')]);
}

/**
 * The workflows and the rules that they follow: no module of theirs keeps anything of a workflow, so all workflows of a worker
 * share them, and they are run once and not once for each. What carries traces has a store of each workflow's own.
 */
const SHARED = ['@temporalio/workflow', PAYLOAD_CONVERTER, WORKFLOWS];

async function compile(): Promise<string> {
  const { code } = await bundleWorkflowCode({
    workflowsPath: WORKFLOWS,
    payloadConverterPath: PAYLOAD_CONVERTER,
    workflowInterceptorModules: [TRACING],
    preloadModules: SHARED,
    logger: new DefaultLogger('ERROR'),
  });
  return code;
}

/** The workflows of this version as one script; compiled only if they have changed since the last time. */
export function compiledWorkflows(): Promise<string> {
  return makeOnce('workflows', sources(), compile);
}

/** Writes them to `file`. */
export async function compileWorkflows(file: string): Promise<void> {
  await writeFile(file, await compiledWorkflows());
}

if (import.meta.main) {
  const [file] = process.argv.slice(2);
  if (file === undefined) throw new Error('Name the file that the compiled workflows go to.');
  await compileWorkflows(file);
}
