import type { TestProject } from 'vitest/node';
import { startSharedServers, type SharedServers } from './stack-servers.ts';

declare module 'vitest' {
  interface ProvidedContext {
    sharedServers: SharedServers;
  }
}

type Shared = { started: ReturnType<typeof startSharedServers>; users: number };

/** Each tier loads this module again; what they share has to be outside it. */
const holder = globalThis as { durableProctoringServers?: Shared };

/** Starts the servers for the first tier of the run that needs them and stops them after the last one. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const shared = (holder.durableProctoringServers ??= { started: startSharedServers(), users: 0 });
  shared.users += 1;
  const { addresses, stop } = await shared.started;
  project.provide('sharedServers', addresses);
  return async () => {
    shared.users -= 1;
    if (shared.users > 0) return;
    delete holder.durableProctoringServers;
    await stop();
  };
}
