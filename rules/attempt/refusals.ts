/**
 * Why the rules refuse an event or a creation, in words for whoever asked: what happened, and what to do about it. Each
 * code has an entry in the API's error catalogue.
 */
export const REFUSAL_TEXTS = {
  illegal_transition: 'The attempt cannot do this in its current status. Reload it and continue from there.',
  attempt_already_started: 'The attempt has already been started. Continue with it.',
  attempt_not_resumable:
    'The attempt cannot be resumed. Only an attempt that ended with an error can be, and only once.',
  attempt_not_found: 'There is no such attempt. Check the id.',
  attempt_already_exists: 'The learner already has an attempt on this exam. Continue with that one.',
  other_exam_running: 'Another exam of yours is in progress. Finish that one first.',
  attempt_not_begun: 'The exam has not begun, so it has no clock yet. Wait until the learner has started it.',
  attempt_not_running:
    'The clock of the exam has stopped. An exam that has ended can be neither paused nor given more time or another end.',
  attempt_paused: 'The exam is paused, so it has no end at the moment. Let the clock go on first.',
  pause_missed:
    'The exam was paused and has time left, so it was not handed in. Reload the page and go on; to hand in, end the exam first.',
  end_out_of_range: 'The end must be at least five minutes and at most a year from now. Choose another one.',
  extra_time_exceeded: 'That is more extra time than you may give. Ask the course team.',
  attempt_changed: 'Somebody has changed the attempt since you saw it, so nothing was done. Look at it as it is now.',
  undo_not_possible: 'There is nothing that could be undone. Look at the attempt as it is now.',
  undo_overtaken:
    'Something else has happened to the attempt since, so this can no longer be undone. Look at it as it is now.',
  undo_too_late: 'The time in which this could be undone is over. Do what is needed by another act.',
  exam_not_practice: 'Learners can reset only their practice attempts. Ask the course team to reset this one.',
  reset_not_allowed: 'An attempt cannot be reset while it is in progress or once it has been verified.',
  exam_past_due: 'The exam is past its due date, so no attempt can be created. Ask the course team for an extension.',
  exam_past_due_proctored: 'The exam is past its due date, so it can no longer be taken with proctoring.',
  proctoring_not_permitted: 'You are not allowed to take proctored exams in this course. Contact the course team.',
  start_past_due:
    'The exam is past its due date, so it cannot be started. The attempt is unchanged. Ask the course team for more time.',
  set_up_not_confirmed:
    'The proctoring provider has not confirmed your setup yet. Finish the setup, then start the exam.',
  vendor_refused: 'The proctoring provider refused the request. Contact the course team.',
  vendor_unavailable: 'The proctoring provider cannot be reached at the moment. Try again later.',
  backend_not_configured: "The exam's proctoring provider is not configured on this site. Contact the site's operator.",
  service_unavailable: 'The change could not be saved in time and was abandoned. Try again in a moment.',
  invalid_event: 'The request contains a value that is not allowed. Check it against the API documentation.',
} as const;

export type Refusal = keyof typeof REFUSAL_TEXTS;

export const REFUSALS = Object.keys(REFUSAL_TEXTS) as readonly Refusal[];

/** A value, or why there is none. */
export type OrRefusal<T> = T | { refusal: Refusal };
