import type { FastifyBaseLogger } from 'fastify';
import type { DatabasePool } from 'slonik';
import type { Config } from '../config.ts';
import type { PlatformProctoring } from '../lms/platform/port.ts';
import type { SendTestEvent } from '../lms/send-test-event.ts';
import type { Meters } from '../telemetry/meters.ts';
import type { Traces } from '../telemetry/traces.ts';
import type { LmsLookups } from '../lms/port.ts';
import type { VendorRegistry } from '../vendors/port.ts';
import type { BulkClient } from '../workflows/bulk/client.ts';
import type { ChangeDelivery } from '../workflows/change-delivery/client.ts';
import type { AttemptClient } from '../workflows/exam-attempt/client.ts';
import type { GroupCounts } from './attempts/group-counts.ts';
import type { Boards } from './board/port.ts';
import type { Authenticate } from './auth/caller.ts';
import type { ExamTokens } from './auth/exam-tokens.ts';
import type { GatheredReads } from './gathered-reads.ts';
import type { Heartbeats } from './heartbeats.ts';
import type { LtiPlatform } from './lti/platform.ts';
import type { Pressure } from './pressure.ts';

/** Everything the API is made of; tests pass their own. */
export interface AppDeps {
  /** Why this process wants no new requests, although it still serves them; null: it does want them. */
  unreadiness?: () => 'draining' | 'clock_off' | null;
  config: Config;
  pool: DatabasePool;
  attempts: AttemptClient;
  changes: ChangeDelivery;
  bulks: BulkClient;
  /** Whether changes can be made now. */
  isTemporalReachable: () => Promise<boolean>;
  vendors: VendorRegistry;
  lookups: LmsLookups;
  /** Tries the way to the LMS; null without a webhook. */
  sendTestEvent: SendTestEvent | null;
  /** The edx-proctoring of the platform; null if the exams of all courses are taken here. */
  platform: PlatformProctoring | null;
  authenticate: Authenticate;
  examTokens: ExamTokens;
  /** We as the platform of LTI tools. */
  lti: LtiPlatform;
  /** Called with everybody whom this process retires, so that everything it remembers about them is dropped at once. */
  onRetired?: (userId: number) => void;
  heartbeats: Heartbeats;
  reads: GatheredReads;
  groupCounts: GroupCounts;
  /** The exams that somebody watches. */
  boards: Boards;
  /** Now, in epoch milliseconds. */
  clock: () => number;
  logger: FastifyBaseLogger;
  /** How much this process has to do; missing: no request is refused for it. */
  pressure?: Pressure;
  /** Missing: nothing is measured. */
  meters?: Meters | undefined;
  /** Missing: nothing is traced. */
  traces?: Traces | undefined;
}
