import { Worker } from '@temporalio/worker';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PAYLOAD_CONVERTER } from '../../activities/compile-workflows.ts';
import { workflowIdOf } from '../../workflows/exam-attempt/messages.ts';
import { handleOf } from './attempt-records.ts';
import { action } from './model-actions.ts';
import { compareWithModel } from './model-comparison.ts';
import { startSkippingService, type SkippingService } from './service.ts';
import { workflowBundle } from './stack.ts';

const REPLAYED = 40;

/** Tests that `runs` drawn stories of 3 to 15 events lead a running workflow to where they lead the rules. */
export function describeModel(runs: number): void {
  let stand: SkippingService;
  /** Codes of the attempts that were compared. */
  const compared: string[] = [];
  beforeAll(async () => {
    stand = await startSkippingService();
  });
  afterAll(() => stand.close());

  /** The histories of the last runs, for a replay. */
  async function* histories() {
    for (const code of compared.slice(-REPLAYED))
      yield { workflowId: workflowIdOf(code), history: await handleOf(stand.service, code).fetchHistory() };
  }

  describe('a running workflow', { timeout: 600_000 }, () => {
    it('does what the pure rules say, whatever happens in whatever order', async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(action, { minLength: 3, maxLength: 15, size: 'max' }), async (actions) => {
          compared.push(await compareWithModel(stand, actions));
        }),
        { numRuns: runs },
      );
    });

    it('does the same when what has happened is replayed', async () => {
      const options = {
        workflowBundle: workflowBundle(),
        dataConverter: { payloadConverterPath: PAYLOAD_CONVERTER },
      };
      const errors: unknown[] = [];
      let replayed = 0;
      for await (const { error } of Worker.runReplayHistories(options, histories())) {
        replayed += 1;
        if (error) errors.push(error);
      }
      expect(errors).toEqual([]);
      expect(replayed).toBe(Math.min(runs, REPLAYED));
    });
  });
}
