import type { z } from 'zod';
import type { Attempt } from '../../db/attempts.ts';
import { countRemainingSeconds } from '../../rules/attempt/clock.ts';
import { isAwaitingSetup } from '../../rules/attempt/statuses.ts';
import type { AppDeps } from '../app-deps.ts';
import type { Vendor } from '../../vendors/port.ts';
import type { timerSchema } from '../schemas/attempt.ts';
import { attemptPath, jumpPath, mfeAddress } from '../wire/addresses.ts';
import { EXAM_TYPE_PHRASES, humanisedMinutes, remainingPhrase } from '../wire/phrases.ts';
import { minutesIfStartedNow, readClockFacts } from './clock-facts.ts';
import { downloadUrl } from './download-url.ts';
import { examTypeOf, vendorOf } from '../../vendors/exam-facts.ts';
import { wirePause } from '../wire/attempt.ts';
import { isExternalIdHidden } from './external-id.ts';

export type Timer = z.output<typeof timerSchema>;

async function totalMinutes(deps: AppDeps, attempt: Attempt, now: number): Promise<number> {
  const readyToResume = attempt.readyToResume && !attempt.resumed;
  if (attempt.allowedTimeLimitMins && !readyToResume) return attempt.allowedTimeLimitMins;
  return minutesIfStartedNow(await readClockFacts(deps, attempt.user.id, attempt.exam.id), attempt, now);
}

async function vendorPart(deps: AppDeps, vendor: Vendor | null, attempt: Attempt): Promise<Partial<Timer>> {
  if (!attempt.exam.isProctored) return {};
  const waiting = isAwaitingSetup(attempt.status);
  return {
    ping_interval: vendor?.pingIntervalSeconds ?? deps.config.proctoring.pingIntervalSeconds,
    attempt_code: attempt.attemptCode,
    ...(waiting && { software_download_url: vendor && (await downloadUrl(deps, vendor, attempt)) }),
  };
}

/** The timer object of an attempt that has gone through `asSeenAt` (rest-api §3.5). */
export async function timerOf(deps: AppDeps, attempt: Attempt, options: { mfe: boolean }): Promise<Timer> {
  const { exam } = attempt;
  const { lowThreshold, criticallyLowThreshold } = deps.config.proctoring;
  const now = deps.clock();
  const remaining = countRemainingSeconds(attempt, now);
  const vendor = vendorOf(deps.vendors, exam);
  const minutes = attempt.allowedTimeLimitMins ?? 0;
  return {
    in_timed_exam: true,
    taking_as_proctored: attempt.takingAsProctored,
    exam_type: EXAM_TYPE_PHRASES[examTypeOf(deps.vendors, exam)],
    exam_display_name: exam.examName,
    exam_url_path: options.mfe ? mfeAddress(deps.config.site.learningMfeUrl, exam) : jumpPath(exam),
    time_remaining_seconds: remaining,
    total_time: humanisedMinutes(await totalMinutes(deps, attempt, now)),
    low_threshold_sec: Math.trunc(lowThreshold * minutes * 60),
    critically_low_threshold_sec: Math.trunc(criticallyLowThreshold * minutes * 60),
    course_id: exam.courseId,
    attempt_id: attempt.id,
    external_id: isExternalIdHidden(deps.vendors, attempt) ? null : attempt.externalId,
    accessibility_time_string: remainingPhrase(remaining),
    attempt_status: attempt.status,
    exam_started_poll_url: attemptPath(attempt.id),
    attempt_ready_to_resume: attempt.readyToResume && !attempt.resumed,
    use_legacy_attempt_api: true,
    desktop_application_js_url: vendor?.javascriptUrl() ?? '',
    ...wirePause(attempt),
    ...(await vendorPart(deps, vendor, attempt)),
  };
}
