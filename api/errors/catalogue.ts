import { DATABASE_DOWN } from '../../db/failures.ts';
import { REFUSAL_TEXTS, REFUSALS, type Refusal } from '../../rules/attempt/refusals.ts';
import { TEMPORAL_DOWN } from '../../temporal/failures.ts';

interface Entry {
  status: number;
  /** What the caller is told: what happened, and what to do about it. */
  detail: string;
  /** Seconds to wait before trying again. */
  retryAfter?: number;
}

/** How the rules' refusals are answered; their texts stand beside their codes. */
const ANSWERS: Record<Refusal, Omit<Entry, 'detail'>> = {
  illegal_transition: { status: 400 },
  attempt_already_started: { status: 400 },
  attempt_not_resumable: { status: 400 },
  attempt_not_found: { status: 400 },
  attempt_already_exists: { status: 400 },
  other_exam_running: { status: 400 },
  attempt_not_begun: { status: 409 },
  attempt_not_running: { status: 409 },
  attempt_paused: { status: 409 },
  pause_missed: { status: 409 },
  end_out_of_range: { status: 400 },
  extra_time_exceeded: { status: 403 },
  attempt_changed: { status: 412 },
  undo_not_possible: { status: 409 },
  undo_overtaken: { status: 409 },
  undo_too_late: { status: 409 },
  exam_not_practice: { status: 400 },
  reset_not_allowed: { status: 400 },
  exam_past_due: { status: 403 },
  exam_past_due_proctored: { status: 400 },
  proctoring_not_permitted: { status: 403 },
  start_past_due: { status: 403 },
  set_up_not_confirmed: { status: 400 },
  vendor_refused: { status: 502 },
  vendor_unavailable: { status: 503, retryAfter: 30 },
  backend_not_configured: { status: 500 },
  service_unavailable: { status: 503, retryAfter: 5 },
  invalid_event: { status: 400 },
};

const refusals = Object.fromEntries(
  REFUSALS.map((code) => [code, { detail: REFUSAL_TEXTS[code], ...ANSWERS[code] }]),
) as Record<Refusal, Entry>;

const own = {
  not_authenticated: {
    status: 403,
    detail: 'Authentication credentials were not provided. Send a JWT in the Authorization header.',
  },
  token_invalid: { status: 403, detail: 'The token cannot be decoded or its signature is invalid. Sign in again.' },
  token_restricted: {
    status: 403,
    detail:
      'The token was issued to a restricted application, which has no access here. Use an unrestricted application.',
  },
  account_retired: { status: 403, detail: 'This account has been retired and can no longer be used.' },
  token_expired: { status: 403, detail: 'The token has expired. Sign in again.' },
  csrf_failed: {
    status: 403,
    detail: 'CSRF Failed: get a token from /csrf/api/v1/token and send it in the X-CSRFToken header.',
  },
  client_invalid: { status: 401, detail: 'The client id or the client secret is wrong. Check both.' },
  grant_unsupported: { status: 400, detail: 'This grant type is not supported. Use client_credentials.' },
  staff_only: { status: 403, detail: 'Only staff may do this.' },
  session_unavailable: {
    status: 404,
    detail: 'Nobody can sign in here by that name. Sign in at the LMS, then open the console again.',
  },
  course_team_only: {
    status: 403,
    detail: 'Only invigilators, reviewers and staff of the course may do this. Ask the course team.',
  },
  invigilators_only: {
    status: 403,
    detail: 'Only invigilators and staff of the course may do this. Ask the course team.',
  },
  status_not_for_reviewers: {
    status: 403,
    detail: 'Reviewers may only verify or reject an attempt. Ask the course team.',
  },
  course_reviewers_only: {
    status: 403,
    detail: 'Only reviewers and staff of the course may do this. Ask the course team.',
  },
  operators_only: {
    status: 403,
    detail: 'Only operators and global staff may do this, and course staff who name their course.',
  },
  course_unknown: {
    status: 403,
    detail:
      'The request does not say which course it is about, so your permission cannot be checked. Name the course or exam.',
  },
  not_the_owner: { status: 403, detail: 'The attempt belongs to another learner.' },
  not_for_this_user: { status: 403, detail: 'You may not make this request on behalf of that user.' },
  reviewers_only: { status: 403, detail: "Only the exam's proctoring provider and global staff may do this." },
  retirement_only: { status: 403, detail: 'Only the retirement service may do this.' },
  exam_not_found: { status: 400, detail: 'There is no such exam. Check its id.' },
  user_not_found: { status: 400, detail: 'There is no such user. Check the user name or email address.' },
  exam_content_closed: {
    status: 403,
    detail:
      'The content of the exam cannot be shown now. It is open while the exam runs, and after the due date if the exam allows that.',
  },
  exam_tokens_off: {
    status: 404,
    detail: "Exam access tokens are not set up on this site. Contact the site's operator.",
  },
  exam_inactive: { status: 400, detail: 'The exam is not active. Ask the course team to activate it.' },
  exam_not_proctored: {
    status: 400,
    detail: 'The exam is not proctored. Create the attempt without attempt_proctored.',
  },
  exams_invalid: { status: 422, detail: 'Some items of the list are not valid. The messages say which ones and why.' },
  exam_listed_twice: { status: 400, detail: 'The list contains the same content_id twice. List each exam once.' },
  backend_unknown: {
    status: 400,
    detail: 'There is no proctoring provider with that name. Use one that is configured.',
  },
  tool_unknown: { status: 404, detail: 'There is no LTI tool with that id here. Check its registration.' },
  tool_token_invalid: {
    status: 400,
    detail:
      'This is not a token that the LTI tool has signed for this service and for now. Check its key, issuer, audience and times.',
  },
  tool_access_refused: {
    status: 403,
    detail: 'This needs an access token of this LTI tool with the scope of the assessment control service.',
  },
  launch_unknown: {
    status: 400,
    detail: 'This launch is unknown or over, or was used before. Go back to the exam and begin its setup again.',
  },
  launch_invalid: {
    status: 400,
    detail: 'The request of the LTI tool does not match the launch. Check client id, redirect URI, state and nonce.',
  },
  exam_without_tool: { status: 400, detail: 'The exam is not proctored by an LTI tool.' },
  attempt_over: { status: 403, detail: 'The attempt is over. Go back to the exam to see what became of it.' },
  control_not_possible: { status: 400, detail: 'The attempt is not in a state in which the tool can do this.' },
  session_over: { status: 403, detail: 'There is no session that could go on. Sign in again.' },
  allowance_not_found: { status: 404, detail: 'The course has no such allowance. Read its list again.' },
  allowances_changed: {
    status: 409,
    detail: 'The file or the allowances are not what was looked at before. Nothing was changed: look at it again.',
  },
  csv_invalid: {
    status: 400,
    detail: 'The file is not CSV with the titles learner, exam, kind, value, reason and expires_on in its first line.',
  },
  too_many_allowances: {
    status: 400,
    detail: 'These are too many at once. Send at most 20000 lines, and at most 50000 allowances in all.',
  },
  allowance_value_invalid: {
    status: 400,
    detail: 'The value must be a whole number of minutes, at most 525600 (one year).',
  },
  action_unknown: {
    status: 400,
    detail: 'There is no such action. See the API documentation for the list of actions.',
  },
  acknowledgement_off: { status: 404, detail: 'Acknowledging results is not enabled on this site.' },
  review_exists: {
    status: 400,
    detail: 'The attempt already has a review, and this site does not allow reviews to be replaced.',
  },
  review_invalid: {
    status: 400,
    detail: 'This is not a valid review from this proctoring provider. Check its status and comments.',
  },
  review_unmatched: { status: 400, detail: 'The review does not match any attempt.' },
  attempt_ambiguous: { status: 409, detail: "Several attempts have that id. Contact the site's operator." },
  view_not_found: { status: 404, detail: 'The course has no such view. Read its list again.' },
  view_not_yours: {
    status: 403,
    detail: 'Only who shared a view, or global staff, may replace or remove it. Share yours under another name.',
  },
  too_many_views: { status: 409, detail: 'A course can have 30 views. Remove one first.' },
  note_not_found: { status: 404, detail: 'The attempt has no such note.' },
  note_not_yours: { status: 403, detail: 'Only its author may change a note. Write one of your own.' },
  note_settled: {
    status: 409,
    detail: 'A note can be changed for ten minutes only, so that it can be relied on. Write another one.',
  },
  recording_not_found: { status: 404, detail: 'There is no recording of this attempt that could be opened.' },
  vendor_failed: {
    status: 502,
    detail: 'The proctoring provider did not confirm the removal, so nothing was removed. Try again later.',
    retryAfter: 30,
  },
  onboarding_not_found: { status: 404, detail: 'The course has no onboarding exam for this learner.' },
  onboarding_unavailable: {
    status: 503,
    detail: 'The proctoring provider cannot give the onboarding status at the moment. Try again later.',
    retryAfter: 30,
  },
  validation_failed: { status: 400, detail: 'The request is not valid.' },
  malformed_json: { status: 400, detail: 'JSON parse error - the body is not valid JSON.' },
  body_malformed: {
    status: 400,
    detail: 'The body does not match its content type. Check the Content-Type header and the body.',
  },
  body_too_complex: {
    status: 400,
    detail: 'The body is nested too deeply or has too many parts. Send less at a time.',
  },
  body_too_large: { status: 413, detail: 'The body is too large. Send less at a time.' },
  not_acceptable: {
    status: 406,
    detail: 'None of the types in the Accept header is available. Accept application/json.',
  },
  media_type_unsupported: {
    status: 415,
    detail: 'Unsupported media type in request. Send JSON, a URL-encoded form or multipart form data.',
  },
  request_malformed: { status: 400, detail: 'The request is not valid HTTP.' },
  request_too_slow: { status: 408, detail: 'The request took too long to arrive. Send it again.' },
  headers_too_large: { status: 431, detail: 'The request headers or the URL are too long. Shorten them.' },
  expectation_failed: {
    status: 417,
    detail: 'The expectation in the Expect header cannot be met. Send the request without it.',
  },
  not_found: { status: 404, detail: 'There is nothing at this address. See /docs for the available routes.' },
  method_not_allowed: { status: 405, detail: 'Method not allowed.' },
  too_many_requests: { status: 429, detail: 'Too many requests. Wait before you try again.' },
  idempotency_key_reused: {
    status: 422,
    detail: 'This Idempotency-Key was already used for a different request. Use a new one.',
  },
  request_in_progress: {
    status: 409,
    detail: 'A request with this Idempotency-Key is still in progress. Repeat it in a moment.',
    retryAfter: 1,
  },
  bulk_not_found: { status: 404, detail: 'There is no such bulk act. Check its id.' },
  bulk_too_large: { status: 400, detail: 'That is for too many attempts. Choose at most 5000 at a time.' },
  bulk_preview_unknown: {
    status: 409,
    detail:
      'You have no preview like this: it is more than an hour old, or something differs from what was previewed. Preview it again.',
  },
  bulk_empty: { status: 409, detail: 'It would change nothing, so it was not begun. The preview says why.' },
  bulk_count_wrong: {
    status: 400,
    detail: 'This removes attempts. Send in `count` how many, as the preview tells it.',
  },
  webhook_not_configured: {
    status: 409,
    detail: 'No webhook is configured, so nothing was sent. Set LMS_WEBHOOK_URL and LMS_WEBHOOK_SECRET.',
  },
  too_many_effects: {
    status: 400,
    detail: 'These are too many at once. Have at most 10000 effects delivered again at a time: choose a shorter time.',
  },
  effect_not_found: { status: 404, detail: 'The attempt has no such effect.' },
  effect_not_failed: { status: 409, detail: 'The effect has not failed, so there is nothing to try again.' },
  database_unavailable: {
    status: 503,
    detail: DATABASE_DOWN,
    retryAfter: 5,
  },
  platform_unavailable: {
    status: 503,
    detail: 'The LMS, which has the exams of this course, does not answer at the moment. Try again shortly.',
    retryAfter: 5,
  },
  sign_in_unavailable: {
    status: 503,
    detail: 'Sign-in tokens cannot be checked at the moment. Try again shortly.',
    retryAfter: 5,
  },
  temporal_unavailable: {
    status: 503,
    detail: TEMPORAL_DOWN,
    retryAfter: 5,
  },
  changes_queued: {
    status: 503,
    detail: 'So many changes are waiting that this one could not be made in time, so it was not. Try again shortly.',
    retryAfter: 5,
  },
  overloaded: {
    status: 503,
    detail: 'This server has too much to do at the moment. Nothing was done; try again shortly.',
    retryAfter: 5,
  },
  draining: { status: 503, detail: 'This server is shutting down. Send the request again.', retryAfter: 1 },
  clock_off: {
    status: 503,
    detail:
      "This server's clock is wrong, so it makes no changes. Try again, and contact the site's operator if this persists.",
    retryAfter: 10,
  },
  internal_error: {
    status: 500,
    detail: "Something went wrong on our side. Try again, and contact the site's operator if this persists.",
  },
} as const satisfies Record<string, Entry>;

/** Every error that the API can answer with: its HTTP status, its public text, and when to try again. */
export const CATALOGUE = { ...refusals, ...own };

export type ErrorCode = keyof typeof CATALOGUE;
