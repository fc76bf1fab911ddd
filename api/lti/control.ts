import { createHash } from 'node:crypto';
import { findLiveAttemptByCode, type Attempt } from '../../db/attempts.ts';
import { findNamedLtiAttempt } from '../../db/lti-attempts.ts';
import { readReportCounts, recordReport } from '../../db/lti-reports.ts';
import { saveNote } from '../../db/notes.ts';
import { findPerson } from '../../db/people.ts';
import { isCompleted, isRunning, type Status } from '../../rules/attempt/statuses.ts';
import { reasonInWords, REGULAR_END } from '../../vendors/lti/control-report.ts';
import type { LtiTool } from '../../vendors/lti/tool.ts';
import type { AppDeps } from '../app-deps.ts';
import { asSeenAt } from '../attempts/as-seen-at.ts';
import { ApiError } from '../errors/api-error.ts';
import { acceptReview } from '../reviews/accept-review.ts';
import { uuid, type CONTROL_STATUSES, type ControlMessage } from '../schemas/lti/control.ts';
import { findToolOfExam } from './tools.ts';

type ControlStatus = (typeof CONTROL_STATUSES)[number];

/** In these a tool may end an attempt (edx-exams §6). */
const TERMINABLE: readonly string[] = [
  'ready_to_start',
  'started',
  'ready_to_submit',
  'timed_out',
  'submitted',
] satisfies Status[];
/** A tool that reports more of one attempt does so by mistake. */
const MOST_REPORTS = 10_000;

/** The attempt that a tool means; one of another tool is unknown to it. Throws `attempt_not_found`. */
export async function findControlled(
  deps: Pick<AppDeps, 'pool' | 'vendors'>,
  { tool, names, message }: { tool: LtiTool; names: readonly string[]; message: ControlMessage },
): Promise<Attempt> {
  const { user, resource_link: link, attempt_number: attemptNumber } = message;
  const isOurs = user.iss === undefined || names.includes(user.iss);
  const name = { backend: tool.name, resourceLinkId: link.id, personId: user.sub, attemptNumber };
  const known = isOurs && uuid.safeParse(link.id).success ? await findNamedLtiAttempt(deps.pool, name) : null;
  const attempt = known && (await findLiveAttemptByCode(deps.pool, known.attemptCode));
  if (!attempt || findToolOfExam(deps, attempt.exam)?.name !== tool.name) throw new ApiError('attempt_not_found');
  return attempt;
}

/** How a tool sees an attempt. */
function statusOf({ status, startedAt, pausedAt }: Attempt): ControlStatus {
  if (isRunning(status)) return pausedAt === null ? 'running' : 'paused';
  if (status === 'error') return 'terminated';
  return isCompleted(status) && startedAt !== null ? 'complete' : 'none';
}

/** Of what a report says, so that one that is sent again is known; tools give reports no ids. */
function fingerprintOf(message: ControlMessage): string {
  const { action, incident_time: time, incident_severity: grade, reason_code: code } = message;
  const content = [action, Date.parse(time), grade, code, message.reason_msg ?? '', message.extra_time ?? 0];
  return createHash('sha256').update(JSON.stringify(content)).digest('hex');
}

interface Control {
  tool: LtiTool;
  attempt: Attempt;
  message: ControlMessage;
  /** The same for each time that the message is sent. */
  wishId: string;
}

/** Whether a tool may end an attempt now; one that the learner ended regularly is handed in first. */
async function prepareEnd(deps: AppDeps, { attempt, message, wishId }: Control): Promise<void> {
  const { status, startedAt } = asSeenAt(attempt, deps.clock(), deps.config.flags);
  const isRegular = message.reason_code === REGULAR_END;
  // What was never begun cannot pass (differences §8.5).
  if (!TERMINABLE.includes(status) || (isRegular && startedAt === null)) throw new ApiError('control_not_possible');
  if (!isRegular || !isRunning(status)) return;
  await deps.attempts.tell(attempt.attemptCode, 'submit', { actor: { kind: 'vendor' }, wishId });
}

/** What a tool found at the end is a review; one that is known already changes nothing. */
async function review(deps: AppDeps, { tool, attempt, message }: Omit<Control, 'wishId'>, isKnown: boolean) {
  const vendor = deps.vendors.get(tool.name);
  const found = { attempt, vendor, payload: message, reviewedBy: null, actorUserId: null };
  await acceptReview(deps, found).catch((error: unknown) => {
    const isSettled = isKnown && error instanceof ApiError && error.code === 'review_exists';
    if (!isSettled) throw error;
  });
}

/** Tells the attempt what an action is among its events; a flag is none. */
async function tell(deps: AppDeps, control: Control): Promise<void> {
  const { tool, attempt, message, wishId } = control;
  const { action, reason_code: code, reason_msg: words, extra_time: minutes = 0 } = message;
  if (action === 'flag') return;
  if (action === 'terminate') return await prepareEnd(deps, control);
  const { attemptCode } = attempt;
  const text = [reasonInWords(code), words].filter(Boolean).join(': ');
  const cause = { actor: { kind: 'vendor' }, wishId, ...(await saveNote(deps.pool, { attemptCode, text })) } as const;
  if (action === 'pause') await deps.attempts.tell(attemptCode, 'pause', cause);
  else if (action === 'resume') await deps.attempts.tell(attemptCode, 'unpause', cause);
  else await deps.attempts.tell(attemptCode, 'incident-time', { ...cause, minutes, mostMins: tool.extraMinutes });
}

/**
 * Does what a tool wants and keeps its report; answers how the attempt is then. A report that is sent again changes nothing. Throws
 * `control_not_possible`, and what the rules refuse.
 */
export async function control(
  deps: AppDeps,
  { tool, attempt, message }: Omit<Control, 'wishId'>,
): Promise<{ status: ControlStatus; extra_time?: number }> {
  const { attemptCode } = attempt;
  const { action, reason_msg: words = null, extra_time: minutes = null } = message;
  const fingerprint = fingerprintOf(message);
  const { isKnown, all } = await readReportCounts(deps.pool, attemptCode, fingerprint);
  if (!isKnown) {
    if (all >= MOST_REPORTS) throw new ApiError('control_not_possible');
    await tell(deps, { tool, attempt, message, wishId: `lti/${fingerprint}` });
    const isRetired = (await findPerson(deps.pool, attempt.user.id))?.isRetired ?? false;
    await recordReport(deps.pool, {
      attemptCode,
      fingerprint,
      action,
      incidentTime: Date.parse(message.incident_time),
      severity: message.incident_severity,
      reasonCode: message.reason_code,
      reason: isRetired ? null : words,
      extraMinutes: minutes,
      received: deps.clock(),
    });
  }
  // Also when its report is kept already: a process may have died before its result was.
  if (action === 'terminate') await review(deps, { tool, attempt, message }, isKnown);
  const now = (await findLiveAttemptByCode(deps.pool, attemptCode)) ?? attempt;
  const status = action === 'terminate' ? 'terminated' : statusOf(asSeenAt(now, deps.clock(), deps.config.flags));
  return { status, ...(minutes !== null && { extra_time: minutes }) };
}
