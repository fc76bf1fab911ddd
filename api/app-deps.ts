import type { FastifyBaseLogger } from 'fastify';
import type { DatabasePool } from 'slonik';
import type { Config } from '../config.ts';
import type { LmsLookups } from '../lms/port.ts';
import type { VendorRegistry } from '../vendors/port.ts';
import type { ChangeDelivery } from '../workflows/change-delivery/client.ts';
import type { AttemptClient } from '../workflows/exam-attempt/client.ts';
import type { Authenticate } from './auth/caller.ts';
import type { Heartbeats } from './heartbeats.ts';

/** Everything the API is made of; tests pass their own. */
export interface AppDeps {
  /** Why this process wants no new requests, although it still serves them; null: it does want them. */
  unreadiness?: () => 'draining' | 'clock_off' | null;
  config: Config;
  pool: DatabasePool;
  attempts: AttemptClient;
  changes: ChangeDelivery;
  /** Whether changes can be made now. */
  isTemporalReachable: () => Promise<boolean>;
  vendors: VendorRegistry;
  lookups: LmsLookups;
  authenticate: Authenticate;
  /** Called with everybody whom this process retires, so that everything it remembers about them is dropped at once. */
  onRetired?: (userId: number) => void;
  heartbeats: Heartbeats;
  /** Now, in epoch milliseconds. */
  clock: () => number;
  logger: FastifyBaseLogger;
}
