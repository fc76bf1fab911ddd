import { Worker } from '@temporalio/worker';
import { describe, expect, it } from 'vitest';
import { PAYLOAD_CONVERTER } from '../../activities/compile-workflows.ts';
import { readHistory, recordedHistories } from '../support/histories.ts';
import { workflowBundle } from '../support/stack.ts';

describe('the workflows of this version', async () => {
  const files = await recordedHistories();

  it('have histories of releases to go on with', () => {
    expect(files.length).toBeGreaterThan(10);
  });

  it.each(files)('can go on with %s', async (file) => {
    const history = await readHistory(file);
    expect(history.events?.length).toBeGreaterThan(3);
    const options = {
      workflowBundle: workflowBundle(),
      dataConverter: { payloadConverterPath: PAYLOAD_CONVERTER },
    };
    await expect(Worker.runReplayHistory(options, history)).resolves.toBeUndefined();
  });
});
