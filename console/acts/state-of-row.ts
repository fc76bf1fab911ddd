import type { Row } from '../api/shapes.ts';
import type { AttemptState } from '../../rules/attempt/state.ts';
import { isCompleted } from '../../rules/attempt/statuses.ts';

const EXAM_FLAGS: Record<Row['type'], { isProctored: boolean; isPracticeExam: boolean }> = {
  timed: { isProctored: false, isPracticeExam: false },
  proctored: { isProctored: true, isPracticeExam: false },
  practice: { isProctored: true, isPracticeExam: true },
  onboarding: { isProctored: true, isPracticeExam: true },
};

/** What the rules need of an attempt to say which acts are possible, as far as a row of the board tells. */
export function stateOfRow(row: Row): AttemptState {
  const { status, started, stopped, left, paused, limit, extra } = row;
  const isInError = status === 'error' || status === 'ready_to_resume';
  return {
    schema: 1,
    version: row.v,
    attemptId: row.id,
    attemptCode: row.code,
    userId: row.learner[0],
    exam: { id: row.exam, courseId: '', contentId: '', type: row.type, backend: null, ...EXAM_FLAGS[row.type] },
    status,
    takingAsProctored: row.type !== 'timed',
    isSampleAttempt: EXAM_FLAGS[row.type].isPracticeExam,
    externalId: null,
    reviewPolicyId: null,
    createdAt: 0,
    modifiedAt: 0,
    startedAt: started,
    completedAt: isCompleted(status) && !isInError ? stopped : null,
    pausedAt: paused,
    incidentMins: extra[1],
    allowedSeconds: limit,
    allowedTimeLimitMins: limit === null ? null : Math.floor(limit / 60),
    entitlement: limit === null ? null : { seconds: limit, additionalMins: extra[0] },
    timeRemainingSeconds: left,
    isResumable: status === 'error',
    readyToResume: status === 'ready_to_resume',
    resumed: status === 'resumed',
    isStatusAcknowledged: false,
    lastPingAt: row.heard,
    reviewRevision: 0,
    deletedAt: null,
  };
}
