import { condition, defineSignal, defineUpdate, setHandler } from '@temporalio/workflow';

/** Does nothing; answers at once. */
export const touch = defineUpdate('touch');
export const finish = defineSignal('finish');

/** The least that a workflow can be which changes on a request: no state, no activity, no timer. */
export async function bare(): Promise<void> {
  let isFinished = false;
  setHandler(touch, () => undefined);
  setHandler(finish, () => {
    isFinished = true;
  });
  await condition(() => isFinished);
}
