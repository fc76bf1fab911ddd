import type { Refusal } from '../../rules/attempt/refusals.ts';

interface Entry {
  status: number;
  /** Public sentence: what is wrong, and what to do. */
  detail: string;
  /** Seconds after which a repeat makes sense. */
  retryAfter?: number;
}

const refusals: Record<Refusal, Entry> = {
  illegal_transition: {
    status: 400,
    detail: 'The attempt cannot do this in its present status. Reload it and go on from there.',
  },
  attempt_already_started: { status: 400, detail: 'The attempt has been started already. Go on with it.' },
  attempt_not_resumable: {
    status: 400,
    detail: 'The attempt cannot be resumed: only one that ended with an error can, and only once.',
  },
  attempt_not_found: { status: 400, detail: 'There is no such attempt. Check its id.' },
  attempt_already_exists: {
    status: 400,
    detail: 'The learner has an attempt on this exam already. Go on with that one.',
  },
  exam_not_practice: {
    status: 400,
    detail: 'Only attempts on practice exams can be reset by the learner. Ask the course team.',
  },
  reset_not_allowed: {
    status: 400,
    detail: 'The attempt cannot be reset while it is under way or after it was verified.',
  },
  exam_past_due: { status: 403, detail: 'The exam is past its due date, so no attempt can be created.' },
  exam_past_due_proctored: {
    status: 400,
    detail: 'The exam is past its due date, so it cannot be taken with proctoring.',
  },
  proctoring_not_permitted: {
    status: 403,
    detail: 'The learning platform does not let you take proctored exams in this course. Ask the course team.',
  },
  start_past_due: {
    status: 403,
    detail:
      'The exam is past its due date, so it cannot be started. Nothing was changed; ask the course team for more time.',
  },
  set_up_not_confirmed: {
    status: 400,
    detail: 'The proctoring provider has not confirmed the set-up yet. Finish the set-up, then start the exam.',
  },
  vendor_refused: { status: 502, detail: 'The proctoring provider refused the request. Tell the course team.' },
  vendor_unavailable: {
    status: 503,
    detail: 'The proctoring provider cannot be reached now. Try again later.',
    retryAfter: 30,
  },
  backend_not_configured: {
    status: 500,
    detail: 'The exam names a proctoring provider that is not configured. Tell the operator of this site.',
  },
  service_unavailable: {
    status: 503,
    detail: 'The change could not be stored in time, so it was given up. Try again in a moment.',
    retryAfter: 5,
  },
  invalid_event: {
    status: 400,
    detail: 'The request holds a value that is not allowed. Check it against the API documentation.',
  },
};

const own = {
  not_authenticated: {
    status: 403,
    detail: 'Authentication credentials were not provided. Send a JWT in the Authorization header.',
  },
  token_invalid: { status: 403, detail: 'The token cannot be decoded or its signature is wrong. Sign in again.' },
  token_restricted: {
    status: 403,
    detail: 'The token belongs to a restricted application, which may do nothing here. Use one of an unrestricted one.',
  },
  account_retired: { status: 403, detail: 'This account has been retired, so it cannot be used any more.' },
  token_expired: { status: 403, detail: 'The token has expired. Sign in again.' },
  csrf_failed: { status: 403, detail: 'CSRF Failed: send the token of /csrf/api/v1/token in the X-CSRFToken header.' },
  client_invalid: { status: 401, detail: 'The client id or secret is wrong.' },
  grant_unsupported: { status: 400, detail: 'Use the grant type client_credentials.' },
  staff_only: { status: 403, detail: 'Only staff may do this.' },
  course_unknown: {
    status: 403,
    detail: 'The request does not tell which course it is about, so the permission cannot be checked.',
  },
  not_the_owner: { status: 403, detail: 'The attempt belongs to another learner.' },
  not_for_this_user: { status: 403, detail: 'The request may not be made for that user.' },
  reviewers_only: { status: 403, detail: "Only the exam's proctoring provider and global staff may do this." },
  retirement_only: { status: 403, detail: 'Only the retirement service may do this.' },
  exam_not_found: { status: 400, detail: 'There is no such exam. Check its id.' },
  user_not_found: { status: 400, detail: 'There is no such user. Check the user name or e-mail address.' },
  exam_inactive: { status: 400, detail: 'The exam is not active.' },
  exam_not_proctored: {
    status: 400,
    detail: 'The exam is not proctored. Create the attempt without attempt_proctored.',
  },
  exams_invalid: { status: 422, detail: 'The list holds items that are not valid.' },
  exam_listed_twice: { status: 400, detail: 'The list names the same content_id twice.' },
  backend_unknown: {
    status: 400,
    detail: 'There is no proctoring provider of that name. Use one of the configured ones.',
  },
  allowance_value_invalid: {
    status: 400,
    detail: 'The value must be a whole number of minutes, 525600 (a year) at most.',
  },
  action_unknown: { status: 400, detail: 'There is no such action. See the API documentation for those there are.' },
  acknowledgement_off: { status: 404, detail: 'Acknowledging results is not switched on.' },
  review_exists: { status: 400, detail: 'The attempt has a review already, and reviews may not be replaced here.' },
  review_invalid: {
    status: 400,
    detail: 'This is not a review as the provider sends them. Check status and comments.',
  },
  review_unmatched: { status: 400, detail: 'The review does not match any attempt.' },
  attempt_ambiguous: { status: 409, detail: 'Several attempts carry that id. Tell the operator of this site.' },
  vendor_failed: {
    status: 502,
    detail: 'The proctoring provider did not confirm the removal, so nothing was removed. Try again later.',
    retryAfter: 30,
  },
  onboarding_not_found: { status: 404, detail: 'The course has no onboarding exam for this learner.' },
  onboarding_unavailable: {
    status: 503,
    detail: 'The proctoring provider cannot tell the onboarding status now. Try again later.',
    retryAfter: 30,
  },
  validation_failed: { status: 400, detail: 'The request is not valid.' },
  malformed_json: { status: 400, detail: 'JSON parse error - the body is not valid JSON.' },
  body_malformed: { status: 400, detail: 'The body could not be read as its content type says.' },
  body_too_complex: { status: 400, detail: 'The body is nested too deep or has too many parts. Send less at a time.' },
  body_too_large: { status: 413, detail: 'The body is too large.' },
  not_acceptable: { status: 406, detail: 'The Accept header cannot be satisfied. Accept application/json.' },
  media_type_unsupported: {
    status: 415,
    detail: 'Unsupported media type in request. Send JSON, a form or multipart form data.',
  },
  request_malformed: { status: 400, detail: 'The request could not be read as HTTP.' },
  request_too_slow: { status: 408, detail: 'The request took too long to arrive. Send it again.' },
  headers_too_large: { status: 431, detail: 'The headers or the address of the request are too large.' },
  expectation_failed: { status: 417, detail: 'The expectation in the Expect header cannot be met.' },
  not_found: { status: 404, detail: 'There is nothing at this address. See /docs for the routes.' },
  method_not_allowed: { status: 405, detail: 'Method not allowed.' },
  too_many_requests: { status: 429, detail: 'Too many requests. Wait before trying again.' },
  idempotency_key_reused: {
    status: 422,
    detail: 'The Idempotency-Key was used for a different request. Use a new one.',
  },
  request_in_progress: {
    status: 409,
    detail: 'A request with this Idempotency-Key is still being worked on. Repeat it later.',
    retryAfter: 1,
  },
  effect_not_found: { status: 404, detail: 'The attempt has no such effect.' },
  effect_not_failed: { status: 409, detail: 'The effect has not failed, so there is nothing to try again.' },
  database_unavailable: {
    status: 503,
    detail: 'The database cannot be reached now. Try again in a moment.',
    retryAfter: 5,
  },
  sign_in_unavailable: {
    status: 503,
    detail: 'Sign-in tokens cannot be checked now. Try again in a moment.',
    retryAfter: 5,
  },
  temporal_unavailable: { status: 503, detail: 'Changes cannot be made now. Try again in a moment.', retryAfter: 5 },
  draining: { status: 503, detail: 'This process is about to end. Ask another one.', retryAfter: 1 },
  clock_off: {
    status: 503,
    detail: "The clock of this process's host is wrong. Tell the operator of this site.",
    retryAfter: 10,
  },
  internal_error: {
    status: 500,
    detail: 'Something went wrong on our side. Try again, and tell the operator of this site if it stays.',
  },
} as const satisfies Record<string, Entry>;

/** Every error the API answers with: its status, its public text, and when to try again. */
export const CATALOGUE = { ...refusals, ...own };

export type ErrorCode = keyof typeof CATALOGUE;

export function isErrorCode(code: unknown): code is ErrorCode {
  return typeof code === 'string' && Object.hasOwn(CATALOGUE, code);
}
