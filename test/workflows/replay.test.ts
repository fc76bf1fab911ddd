import { DeterminismViolationError } from '@temporalio/workflow';
import { Worker, type ReplayWorkerOptions } from '@temporalio/worker';
import { describe, expect, it } from 'vitest';
import { PAYLOAD_CONVERTER } from '../../activities/compile-workflows.ts';
import { readHistory, recordedHistories } from '../support/histories.ts';
import { workflowBundle } from '../support/stack.ts';
import { workflowsOf } from '../support/workflow-releases.ts';

async function replay(bundle: ReplayWorkerOptions['workflowBundle'], file: string): Promise<void> {
  const options = { workflowBundle: bundle, dataConverter: { payloadConverterPath: PAYLOAD_CONVERTER } };
  await Worker.runReplayHistory(options, await readHistory(file));
}

describe('the workflows of this version', async () => {
  const files = await recordedHistories();

  it('have histories of releases to go on with', () => {
    expect(files.length).toBeGreaterThan(10);
  });

  it.each(files)('can go on with %s', async (file) => {
    const history = await readHistory(file);
    expect(history.events?.length).toBeGreaterThan(3);
    await expect(replay(workflowBundle(), file)).resolves.toBeUndefined();
  });
});

describe('a release that does something else before it takes a message up', () => {
  const handedIn = 'commands-5/proctored-second-review.json';

  it('is caught if it does not guard that by a patch', async () => {
    await expect(replay(await workflowsOf('unguarded'), handedIn)).rejects.toThrow(DeterminismViolationError);
  });

  it('can go on with what earlier releases began if it does', async () => {
    await expect(replay(await workflowsOf('patched'), handedIn)).resolves.toBeUndefined();
  });
});
