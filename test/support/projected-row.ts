import type { ProjectedAttempt } from '../../db/attempt-store.ts';

const at = Date.UTC(2030, 0, 1);

/** The row of a proctored attempt that is handed in, at version 6. */
export const projectedRow = (attemptCode: string): ProjectedAttempt => ({
  attemptCode,
  version: 6,
  status: 'submitted',
  externalId: null,
  startedAt: at,
  completedAt: at,
  allowedTimeLimitMins: 60,
  allowedSeconds: 3600,
  timeRemainingSeconds: null,
  takingAsProctored: true,
  isStatusAcknowledged: false,
  isResumable: false,
  readyToResume: false,
  resumed: false,
  deletedAt: null,
  modifiedAt: at,
  expiresAt: null,
  pausedAt: null,
  pausedMs: 0,
  unpausedAt: null,
  incidentMins: 0,
  state: {},
});
