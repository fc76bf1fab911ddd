import { WorkflowNotFoundError, type Client } from '@temporalio/client';

const PROBE_MS = 2_000;
/** No workflow has this id. */
const PROBED_WORKFLOW = 'readiness-probe';

/** Whether Temporal serves our namespace from its store now. */
export async function isReachable(client: Client): Promise<boolean> {
  try {
    await client.withDeadline(Date.now() + PROBE_MS, () => client.workflow.getHandle(PROBED_WORKFLOW).describe());
    return true;
  } catch (error) {
    // Differs from a missing namespace, and shows that the store was read.
    return error instanceof WorkflowNotFoundError;
  }
}
