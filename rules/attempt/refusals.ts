/** Why the rules refuse an event or a creation. Each code has an entry in the API's error catalogue. */
export const REFUSALS = [
  'illegal_transition',
  'attempt_already_started',
  'attempt_not_resumable',
  'attempt_not_found',
  'attempt_already_exists',
  'exam_not_practice',
  'reset_not_allowed',
  'exam_past_due',
  'exam_past_due_proctored',
  'proctoring_not_permitted',
  'start_past_due',
  'set_up_not_confirmed',
  'vendor_refused',
  'vendor_unavailable',
  'backend_not_configured',
  'service_unavailable',
  'invalid_event',
] as const;

export type Refusal = (typeof REFUSALS)[number];
