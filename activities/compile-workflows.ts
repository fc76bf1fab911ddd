// node activities/compile-workflows.ts FILE: compiles the workflows once, for workers whose WORKFLOW_BUNDLE is that file.
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';

/** Module of all workflows. */
export const WORKFLOWS = fileURLToPath(new URL('../workflows/index.ts', import.meta.url));
/** Also part of the workflows' bundle. */
export const PAYLOAD_CONVERTER = fileURLToPath(new URL('../workflows/readable-payloads.ts', import.meta.url));

/** Writes the workflows of this version to `file` as one script. */
export async function compileWorkflows(file: string): Promise<void> {
  const { code } = await bundleWorkflowCode({
    workflowsPath: WORKFLOWS,
    payloadConverterPath: PAYLOAD_CONVERTER,
    logger: new DefaultLogger('ERROR'),
  });
  await writeFile(file, code);
}

if (import.meta.main) {
  const [file] = process.argv.slice(2);
  if (file === undefined) throw new Error('Name the file that the compiled workflows go to.');
  await compileWorkflows(file);
}
