/** One course, one learner and one exam for the examples of the description, so that they fit each other. */

export const COURSE = 'course-v1:Demo+Exams+2030';
export const CONTENT = 'block-v1:Demo+Exams+2030+type@sequential+block@midterm';

export const USER = { id: 42, username: 'alice', email: 'alice@example.com' };

export const EXAM = {
  id: 7,
  course_id: COURSE,
  content_id: CONTENT,
  external_id: 'exam-90412',
  exam_name: 'Midterm',
  time_limit_mins: 90,
  is_proctored: true,
  is_practice_exam: false,
  is_active: true,
  due_date: '2030-06-01T12:00:00Z',
  hide_after_due: false,
  backend: 'watchful',
};

export const ATTEMPT = {
  id: 12,
  created: '2030-06-01T09:58:41.207000Z',
  modified: '2030-06-01T10:00:00.118000Z',
  user: USER,
  started_at: '2030-06-01T10:00:00.118000Z',
  completed_at: null,
  external_id: 'attempt-55310',
  status: 'started',
  proctored_exam: EXAM,
  allowed_time_limit_mins: 120,
  attempt_code: '12BF7DFD-4E1C-4A72-A1F4-F0857615E48B',
  is_sample_attempt: false,
  taking_as_proctored: true,
  review_policy_id: null,
  is_status_acknowledged: false,
  time_remaining_seconds: null,
  is_resumable: false,
  ready_to_resume: false,
  resumed: false,
};

export const TIMER = {
  in_timed_exam: true,
  taking_as_proctored: true,
  exam_type: 'a proctored exam',
  exam_display_name: EXAM.exam_name,
  exam_url_path: `https://learning.example.com/course/${COURSE}/${CONTENT}`,
  time_remaining_seconds: 5399.331,
  total_time: '2 hours',
  low_threshold_sec: 1440,
  critically_low_threshold_sec: 360,
  course_id: COURSE,
  attempt_id: ATTEMPT.id,
  external_id: ATTEMPT.external_id,
  accessibility_time_string: 'you have 1 hour and 30 minutes remaining',
  attempt_status: ATTEMPT.status,
  exam_started_poll_url: `/api/edx_proctoring/v1/proctored_exam/attempt/${ATTEMPT.id}`,
  attempt_ready_to_resume: false,
  use_legacy_attempt_api: true,
  desktop_application_js_url: '',
  ping_interval: 60,
  attempt_code: ATTEMPT.attempt_code,
};

export const ALLOWANCE = {
  id: 3,
  created: '2030-05-20T08:15:00Z',
  modified: '2030-05-20T08:15:00Z',
  user: USER,
  key: 'additional_time_granted',
  value: '30',
  proctored_exam: EXAM,
};

/** An exam as those who register it send it. */
export const SENT_EXAM = {
  course_id: COURSE,
  content_id: CONTENT,
  external_id: 'exam-90412',
  exam_name: 'Midterm',
  time_limit_mins: 90,
  is_proctored: true,
  is_practice_exam: false,
  is_active: true,
  hide_after_due: false,
};
