// Made from docs/openapi.json by npm run openapi.
export interface paths {
  "/api/edx_proctoring/v1/proctored_exam/exam/exam_id/{exam_id}": {
    get: {
      parameters: { query?: never; header?: never; path: { "exam_id": string }; cookie?: never };
      requestBody?: never;
      responses: { 200: { headers: object; content: { "application/json": components["schemas"]["Exam"] } }; default: { headers: object; content: { "application/json": components["schemas"]["Error"] } } };
    };
  };
  "/api/edx_proctoring/v1/proctored_exam/exam/course_id/{course}/content_id/{content_id}": {
    get: {
      parameters: { query?: never; header?: never; path: { "course": string; "content_id": string }; cookie?: never };
      requestBody?: never;
      responses: { 200: { headers: object; content: { "application/json": components["schemas"]["Exam"] } }; default: { headers: object; content: { "application/json": components["schemas"]["Error"] } } };
    };
  };
  "/api/edx_proctoring/v1/proctored_exam/exam/course_id/{course}": {
    get: {
      parameters: { query?: never; header?: never; path: { "course": string }; cookie?: never };
      requestBody?: never;
      responses: { 200: { headers: object; content: { "application/json": (components["schemas"]["Exam"])[] } }; default: { headers: object; content: { "application/json": components["schemas"]["Error"] } } };
    };
  };
  "/api/edx_proctoring/v1/proctored_exam/settings/exam_id/{exam_id}/": {
    get: {
      parameters: { query?: never; header?: never; path: { "exam_id": string }; cookie?: never };
      requestBody?: never;
      responses: { 200: { headers: object; content: { "application/json": components["schemas"]["ProctoringSettings"] } }; default: { headers: object; content: { "application/json": components["schemas"]["Error"] } } };
    };
  };
  "/api/edx_proctoring/v1/proctored_exam/review_policy/exam_id/{exam_id}/": {
    get: {
      parameters: { query?: never; header?: never; path: { "exam_id": string }; cookie?: never };
      requestBody?: never;
      responses: { 200: { headers: object; content: { "application/json": { "review_policy": string | null } } }; default: { headers: object; content: { "application/json": components["schemas"]["Error"] } } };
    };
  };
  "/api/edx_proctoring/v1/proctored_exam/attempt": {
    get: {
      parameters: { query?: never; header?: never; path?: never; cookie?: never };
      requestBody?: never;
      responses: { 200: { headers: object; content: { "application/json": components["schemas"]["Timer"] | { "in_timed_exam": false; "is_proctored": false } } }; default: { headers: object; content: { "application/json": components["schemas"]["Error"] } } };
    };
    post: {
      parameters: { query?: never; header?: { "idempotency-key"?: string }; path?: never; cookie?: never };
      requestBody: { content: { "application/json": { "exam_id": number | string; "start_clock"?: boolean | string | number | null; "attempt_proctored"?: boolean | string | number | null } } };
      responses: { 200: { headers: object; content: { "application/json": { "exam_attempt_id": number } } }; default: { headers: object; content: { "application/json": components["schemas"]["Error"] } } };
    };
  };
  "/api/edx_proctoring/v1/proctored_exam/attempt/{attempt_id}": {
    get: {
      parameters: { query?: never; header?: never; path: { "attempt_id": string }; cookie?: never };
      requestBody?: never;
      responses: { 200: { headers: object; content: { "application/json": components["schemas"]["PolledAttempt"] } }; default: { headers: object; content: { "application/json": components["schemas"]["Error"] } } };
    };
    put: {
      parameters: { query?: never; header?: { "idempotency-key"?: string }; path: { "attempt_id": string }; cookie?: never };
      requestBody: { content: { "application/json": { "action": "start" | "stop" | "submit" | "click_download_software" | "decline" | "error" | "reset_attempt" | "mark_ready_to_resume" | "ping"; "detail"?: string | null; "user_id"?: number | string | null } } };
      responses: { 200: { headers: object; content: { "application/json": { "exam_attempt_id": number | false } } }; default: { headers: object; content: { "application/json": components["schemas"]["Error"] } } };
    };
    delete: {
      parameters: { query?: never; header?: { "idempotency-key"?: string }; path: { "attempt_id": string }; cookie?: never };
      requestBody?: never;
      responses: { 200: { headers: object; content?: never }; default: { headers: object; content: { "application/json": components["schemas"]["Error"] } } };
    };
  };
  "/api/edx_proctoring/v1/proctored_exam/attempt/{attempt_id}/review_status": {
    put: {
      parameters: { query?: never; header?: { "idempotency-key"?: string }; path: { "attempt_id": string }; cookie?: never };
      requestBody?: never;
      responses: { 200: { headers: object; content?: never }; default: { headers: object; content: { "application/json": components["schemas"]["Error"] } } };
    };
  };
  "/api/edx_proctoring/v1/proctored_exam/attempt/course_id/{course}": {
    get: {
      parameters: { query?: { "user_id"?: string; "content_id"?: string; "is_learning_mfe"?: string }; header?: never; path: { "course": string }; cookie?: never };
      requestBody?: never;
      responses: { 200: { headers: object; content: { "application/json": { "exam": components["schemas"]["MfeExam"] | Record<string, never>; "active_attempt": components["schemas"]["Timer"] | Record<string, never> } } }; default: { headers: object; content: { "application/json": components["schemas"]["Error"] } } };
    };
  };
  "/api/edx_proctoring/v1/proctored_exam/active_attempt": {
    get: {
      parameters: { query?: { "user_id"?: string }; header?: never; path?: never; cookie?: never };
      requestBody?: never;
      responses: { 200: { headers: object; content: { "application/json": components["schemas"]["Timer"] | Record<string, never> } }; default: { headers: object; content: { "application/json": components["schemas"]["Error"] } } };
    };
  };
  "/api/edx_proctoring/v1/proctored_exam/active_exams_for_user": {
    get: {
      parameters: { query?: never; header?: never; path?: never; cookie?: never };
      requestBody: { content: { "application/json": { "user_id"?: number | string | null; "course_id"?: string | null } } };
      responses: { 200: { headers: object; content: { "application/json": (components["schemas"]["ActiveExam"])[] } }; default: { headers: object; content: { "application/json": components["schemas"]["Error"] } } };
    };
  };
  "/api/edx_proctoring/v1/user_onboarding/status": {
    get: {
      parameters: { query?: { "course_id"?: string; "username"?: string; "is_learning_mfe"?: string }; header?: never; path?: never; cookie?: never };
      requestBody?: never;
      responses: { 200: { headers: object; content: { "application/json": components["schemas"]["OnboardingStatus"] } }; default: { headers: object; content: { "application/json": components["schemas"]["Error"] } } };
    };
  };
  "/api/edx_proctoring/v1/proctored_exam/exam": {
    post: {
      parameters: { query?: never; header?: { "idempotency-key"?: string }; path?: never; cookie?: never };
      requestBody: { content: { "application/json": { "course_id": string | number; "content_id": string | number; "external_id": string | number; "due_date"?: string; "backend"?: string | number; "exam_name": string | number; "time_limit_mins": number | string; "is_proctored": boolean | string | number; "is_practice_exam": boolean | string | number; "is_active": boolean | string | number; "hide_after_due": boolean | string | number } } };
      responses: { 200: { headers: object; content: { "application/json": { "exam_id": number } } }; 400: { headers: object; content: { "application/json": Record<string, (string)[]> | components["schemas"]["Error"] } }; default: { headers: object; content: { "application/json": components["schemas"]["Error"] } } };
    };
    put: {
      parameters: { query?: never; header?: { "idempotency-key"?: string }; path?: never; cookie?: never };
      requestBody: { content: { "application/json": { "exam_id"?: unknown; "external_id"?: string | number | null; "exam_name"?: string | number | null; "time_limit_mins"?: number | string | null; "is_proctored"?: boolean | string | number | null; "is_practice_exam"?: boolean | string | number | null; "is_active"?: boolean | string | number | null; "hide_after_due"?: boolean | string | number | null } } };
      responses: { 200: { headers: object; content: { "application/json": { "exam_id": number } } }; default: { headers: object; content: { "application/json": components["schemas"]["Error"] } } };
    };
  };
  "/api/edx_proctoring/v1/proctored_exam/exam_registration/course_id/{course}": {
    patch: {
      parameters: { query?: never; header?: { "idempotency-key"?: string }; path: { "course": string }; cookie?: never };
      requestBody: { content: { "application/json": ({ "course_id": string | number; "content_id": string | number; "external_id"?: string | number | null; "due_date"?: string | null; "backend"?: string | number; "exam_name": string | number; "time_limit_mins": number | string; "is_proctored": boolean | string | number; "is_practice_exam": boolean | string | number; "is_active": boolean | string | number; "hide_after_due": boolean | string | number })[] } };
      responses: { 200: { headers: object; content: { "application/json": ({ "exam_id": number })[] } }; 422: { headers: object; content: { "application/json": Record<string, Record<string, (string)[]>> | Record<string, (string)[]> | components["schemas"]["Error"] } }; default: { headers: object; content: { "application/json": components["schemas"]["Error"] } } };
    };
  };
  "/api/edx_proctoring/v1/retire_backend_user/{user_id}/": {
    post: {
      parameters: { query?: never; header?: { "idempotency-key"?: string }; path: { "user_id": string }; cookie?: never };
      requestBody?: never;
      responses: { 200: { headers: object; content: { "application/json": Record<string, boolean> } }; 403: { headers: object; content?: never }; 500: { headers: object; content: { "application/json": Record<string, boolean> | components["schemas"]["Error"] } }; default: { headers: object; content: { "application/json": components["schemas"]["Error"] } } };
    };
  };
  "/api/edx_proctoring/v1/retire_user/{user_id}/": {
    post: {
      parameters: { query?: never; header?: { "idempotency-key"?: string }; path: { "user_id": string }; cookie?: never };
      requestBody?: never;
      responses: { 204: { headers: object; content?: never }; 403: { headers: object; content?: never }; default: { headers: object; content: { "application/json": components["schemas"]["Error"] } } };
    };
  };
  "/api/edx_proctoring/v1/proctored_exam/exam_id/{exam_id}/user_id/{user_id}/reset_attempts": {
    delete: {
      parameters: { query?: never; header?: { "idempotency-key"?: string }; path: { "exam_id": string; "user_id": string }; cookie?: never };
      requestBody?: never;
      responses: { 200: { headers: object; content?: never }; 404: { headers: object; content: { "application/json": string | components["schemas"]["Error"] } }; default: { headers: object; content: { "application/json": components["schemas"]["Error"] } } };
    };
  };
  "/api/edx_proctoring/v1/proctored_exam/attempt/grouped/course_id/{course}": {
    get: {
      parameters: { query?: { "page"?: string }; header?: never; path: { "course": string }; cookie?: never };
      requestBody?: never;
      responses: { 200: { headers: object; content: { "application/json": components["schemas"]["GroupedAttempts"] } }; default: { headers: object; content: { "application/json": components["schemas"]["Error"] } } };
    };
  };
  "/api/edx_proctoring/v1/proctored_exam/attempt/grouped/course_id/{course}/search/{text}": {
    get: {
      parameters: { query?: { "page"?: string }; header?: never; path: { "course": string; "text": string }; cookie?: never };
      requestBody?: never;
      responses: { 200: { headers: object; content: { "application/json": components["schemas"]["GroupedAttempts"] } }; default: { headers: object; content: { "application/json": components["schemas"]["Error"] } } };
    };
  };
  "/api/edx_proctoring/v1/proctored_exam/allowance": {
    put: {
      parameters: { query?: never; header?: { "idempotency-key"?: string }; path?: never; cookie?: never };
      requestBody: { content: { "application/json": { "exam_id": number | string; "user_info": number | string; "key": string; "value": string | number } } };
      responses: { 200: { headers: object; content?: never }; default: { headers: object; content: { "application/json": components["schemas"]["Error"] } } };
    };
    delete: {
      parameters: { query?: never; header?: { "idempotency-key"?: string }; path?: never; cookie?: never };
      requestBody: { content: { "application/json": { "exam_id"?: number | string | null; "user_id"?: number | string | null; "key"?: string | null } } };
      responses: { 200: { headers: object; content?: never }; default: { headers: object; content: { "application/json": components["schemas"]["Error"] } } };
    };
  };
  "/api/edx_proctoring/v1/proctored_exam/bulk_allowance": {
    put: {
      parameters: { query?: never; header?: { "idempotency-key"?: string }; path?: never; cookie?: never };
      requestBody: { content: { "application/json": { "course_id"?: string; "exam_id"?: number | string | null; "exam_ids"?: string | (string | number)[] | null; "user_ids"?: string | (string | number)[] | null; "allowance_type"?: string | null; "value"?: string | number | null } } };
      responses: { 200: { headers: object; content?: never }; 207: { headers: object; content: { "application/json": ({ "exam_id": string; "user_id": string })[] } }; 400: { headers: object; content: { "application/json": { "detail": string; "field": string } | components["schemas"]["Error"] } }; default: { headers: object; content: { "application/json": components["schemas"]["Error"] } } };
    };
  };
  "/api/edx_proctoring/v1/proctored_exam/{course}/allowance": {
    get: {
      parameters: { query?: never; header?: never; path: { "course": string }; cookie?: never };
      requestBody?: never;
      responses: { 200: { headers: object; content: { "application/json": (components["schemas"]["Allowance"])[] } }; default: { headers: object; content: { "application/json": components["schemas"]["Error"] } } };
    };
  };
  "/api/edx_proctoring/v1/proctored_exam/{course}/grouped/allowance": {
    get: {
      parameters: { query?: never; header?: never; path: { "course": string }; cookie?: never };
      requestBody?: never;
      responses: { 200: { headers: object; content: { "application/json": Record<string, (components["schemas"]["Allowance"])[]> } }; default: { headers: object; content: { "application/json": components["schemas"]["Error"] } } };
    };
  };
  "/api/edx_proctoring/v1/user_onboarding/status/course_id/{course}": {
    get: {
      parameters: { query?: { "page"?: string; "text_search"?: string; "statuses"?: string }; header?: never; path: { "course": string }; cookie?: never };
      requestBody?: never;
      responses: { 200: { headers: object; content: { "application/json": components["schemas"]["OnboardingList"] } }; default: { headers: object; content: { "application/json": components["schemas"]["Error"] } } };
    };
  };
  "/api/edx_proctoring/v1/instructor/{course}": {
    get: {
      parameters: { query?: never; header?: never; path: { "course": string }; cookie?: never };
      requestBody?: never;
      responses: { 302: { headers: object; content?: never }; 400: { headers: object; content: { "application/json": string | components["schemas"]["Error"] } }; 404: { headers: object; content: { "application/json": string | components["schemas"]["Error"] } }; default: { headers: object; content: { "application/json": components["schemas"]["Error"] } } };
    };
  };
  "/api/edx_proctoring/v1/instructor/{course}/{exam_id}": {
    get: {
      parameters: { query?: { "attempt"?: string; "config"?: string }; header?: never; path: { "course": string; "exam_id": string }; cookie?: never };
      requestBody?: never;
      responses: { 302: { headers: object; content?: never }; 400: { headers: object; content: { "application/json": string | components["schemas"]["Error"] } }; 404: { headers: object; content: { "application/json": string | components["schemas"]["Error"] } }; default: { headers: object; content: { "application/json": components["schemas"]["Error"] } } };
    };
  };
  "/api/edx_proctoring/v1/proctored_exam/attempt/{external_id}/ready": {
    post: {
      parameters: { query?: never; header?: { "idempotency-key"?: string }; path: { "external_id": string }; cookie?: never };
      requestBody?: never;
      responses: { 200: { headers: object; content: { "application/json": "OK" } }; 404: { headers: object; content: { "application/json": string | components["schemas"]["Error"] } }; default: { headers: object; content: { "application/json": components["schemas"]["Error"] } } };
    };
  };
  "/api/edx_proctoring/v1/proctored_exam/attempt/{external_id}/reviewed": {
    post: {
      parameters: { query?: never; header?: { "idempotency-key"?: string }; path: { "external_id": string }; cookie?: never };
      requestBody: { content: { "application/json": { "status": "passed" | "violation" | "suspicious" | "not_reviewed"; "comments"?: ({ "comment": string; "status": string; "start"?: number | string; "stop"?: number | string; "duration"?: number | string })[]; "reviewed_by"?: string | null } } };
      responses: { 200: { headers: object; content: { "application/json": "OK" } }; 403: { headers: object; content?: never }; 412: { headers: object; content: { "application/json": string } }; default: { headers: object; content: { "application/json": components["schemas"]["Error"] } } };
    };
  };
  "/api/edx_proctoring/proctoring_review_callback/": {
    post: {
      parameters: { query?: { "token"?: string }; header?: never; path?: never; cookie?: never };
      requestBody: { content: { "application/json": { "examMetaData": { "ssiRecordLocator": string; "examCode": string }; "reviewStatus": "Clean" | "Rules Violation" | "Suspicious" | "Not Reviewed"; "webCamComments"?: ({ "comments": string; "eventStart": number | string; "eventFinish": number | string; "duration": number | string; "eventStatus": string })[]; "desktopComments"?: ({ "comments": string; "eventStart": number | string; "eventFinish": number | string; "duration": number | string; "eventStatus": string })[]; "videoReviewLink"?: string | null } } };
      responses: { 200: { headers: object; content: { "application/json": "OK" } }; default: { headers: object; content: { "application/json": components["schemas"]["Error"] } } };
    };
  };
  "/api/edx_proctoring/proctoring_launch_callback/start_exam/{attempt_code}": {
    get: {
      parameters: { query?: never; header?: never; path: { "attempt_code": string }; cookie?: never };
      requestBody?: never;
      responses: { 302: { headers: object; content?: never }; 404: { headers: object; content: { "text/html": string; "application/json": components["schemas"]["Error"] } }; default: { headers: object; content: { "application/json": components["schemas"]["Error"] } } };
    };
  };
  "/api/v1/exams/attempt": {
    post: {
      parameters: { query?: never; header?: { "idempotency-key"?: string }; path?: never; cookie?: never };
      requestBody: { content: { "application/json": { "exam_id": number | string; "start_clock"?: boolean | string | number | null; "attempt_proctored"?: unknown } } };
      responses: { 200: { headers: object; content: { "application/json": components["schemas"]["ChangedAttempt"] } }; default: { headers: object; content: { "application/json": components["schemas"]["Error"] } } };
    };
  };
  "/api/v1/exams/attempt/{attempt_id}": {
    put: {
      parameters: { query?: never; header?: { "idempotency-key"?: string }; path: { "attempt_id": string }; cookie?: never };
      requestBody: { content: { "application/json": { "action": "start" | "stop" | "submit" | "error" | "click_download_software" | "verify" | "reject"; "detail"?: unknown } } };
      responses: { 200: { headers: object; content: { "application/json": components["schemas"]["ChangedAttempt"] } }; default: { headers: object; content: { "application/json": components["schemas"]["Error"] } } };
    };
    delete: {
      parameters: { query?: never; header?: { "idempotency-key"?: string }; path: { "attempt_id": string }; cookie?: never };
      requestBody?: never;
      responses: { 204: { headers: object; content?: never }; default: { headers: object; content: { "application/json": components["schemas"]["Error"] } } };
    };
  };
  "/api/v1/exams/attempt/latest": {
    get: {
      parameters: { query?: { "content_id"?: string }; header?: never; path?: never; cookie?: never };
      requestBody?: never;
      responses: { 200: { headers: object; content: { "application/json": components["schemas"]["ExamAttempt"] | Record<string, never> } }; default: { headers: object; content: { "application/json": components["schemas"]["Error"] } } };
    };
  };
  "/api/v1/student/exam/attempt/course_id/{course}/content_id/{content_id}": {
    get: {
      parameters: { query?: never; header?: never; path: { "course": string; "content_id": string }; cookie?: never };
      requestBody?: never;
      responses: { 200: { headers: object; content: { "application/json": { "exam": components["schemas"]["ExamWithAttempt"] | Record<string, never> } | Record<string, never> } }; default: { headers: object; content: { "application/json": components["schemas"]["Error"] } } };
    };
  };
  "/api/v1/access_tokens/exam_id/{exam_id}": {
    get: {
      parameters: { query?: never; header?: never; path: { "exam_id": string }; cookie?: never };
      requestBody?: never;
      responses: { 200: { headers: object; content: { "application/json": components["schemas"]["ExamAccessToken"] } }; default: { headers: object; content: { "application/json": components["schemas"]["Error"] } } };
    };
  };
  "/api/v1/exam/provider_settings/course_id/{course}/exam_id/{exam_id}": {
    get: {
      parameters: { query?: never; header?: never; path: { "course": string; "exam_id": string }; cookie?: never };
      requestBody?: never;
      responses: { 200: { headers: object; content: { "application/json": components["schemas"]["ProviderSettings"] } }; default: { headers: object; content: { "application/json": components["schemas"]["Error"] } } };
    };
  };
  "/api/v1/student/course_id/{course}/onboarding": {
    get: {
      parameters: { query?: { "username"?: string }; header?: never; path: { "course": string }; cookie?: never };
      requestBody?: never;
      responses: { 200: { headers: object; content: { "application/json": Record<string, never> } }; 404: { headers: object; content?: never }; default: { headers: object; content: { "application/json": components["schemas"]["Error"] } } };
    };
  };
  "/api/v1/configs/course_id/{course}": {
    get: {
      parameters: { query?: never; header?: never; path: { "course": string }; cookie?: never };
      requestBody?: never;
      responses: { 200: { headers: object; content: { "application/json": components["schemas"]["CourseConfiguration"] } }; default: { headers: object; content: { "application/json": components["schemas"]["Error"] } } };
    };
    patch: {
      parameters: { query?: never; header?: { "idempotency-key"?: string }; path: { "course": string }; cookie?: never };
      requestBody: { content: { "application/json": { "provider": string | null; "escalation_email": string | null } } };
      responses: { 204: { headers: object; content?: never }; 400: { headers: object; content: { "application/json": Record<string, (string)[]> | components["schemas"]["Error"] } }; default: { headers: object; content: { "application/json": components["schemas"]["Error"] } } };
    };
  };
  "/api/v1/providers": {
    get: {
      parameters: { query?: { "org"?: string }; header?: never; path?: never; cookie?: never };
      requestBody?: never;
      responses: { 200: { headers: object; content: { "application/json": (components["schemas"]["ProviderChoice"])[] } }; default: { headers: object; content: { "application/json": components["schemas"]["Error"] } } };
    };
  };
  "/api/v1/exams/course_id/{course}": {
    patch: {
      parameters: { query?: never; header?: { "idempotency-key"?: string }; path: { "course": string }; cookie?: never };
      requestBody: { content: { "application/json": ({ "exam_name": string | number; "content_id": string | number; "time_limit_mins": number | string; "due_date": string | null; "exam_type": "timed" | "proctored" | "practice" | "onboarding"; "hide_after_due": boolean | string | number; "is_active": boolean | string | number })[] } };
      responses: { 200: { headers: object; content: { "application/json": Record<string, never> | (unknown)[] } }; 400: { headers: object; content: { "application/json": { "detail": string; "errors": (Record<string, (string)[]>)[] | Record<string, (string)[]> } | components["schemas"]["Error"] } }; default: { headers: object; content: { "application/json": components["schemas"]["Error"] } } };
    };
    get: {
      parameters: { query?: never; header?: never; path: { "course": string }; cookie?: never };
      requestBody?: never;
      responses: { 200: { headers: object; content: { "application/json": (components["schemas"]["CourseExam"])[] } }; 404: { headers: object; content: { "application/json": (unknown)[] | components["schemas"]["Error"] } }; default: { headers: object; content: { "application/json": components["schemas"]["Error"] } } };
    };
  };
  "/api/v1/exams/course_id/{course}/allowances": {
    get: {
      parameters: { query?: never; header?: never; path: { "course": string }; cookie?: never };
      requestBody?: never;
      responses: { 200: { headers: object; content: { "application/json": (components["schemas"]["ExtraTime"])[] } }; default: { headers: object; content: { "application/json": components["schemas"]["Error"] } } };
    };
    post: {
      parameters: { query?: never; header?: { "idempotency-key"?: string }; path: { "course": string }; cookie?: never };
      requestBody: { content: { "application/json": ({ "username"?: string | null; "email"?: string | null; "exam_id": number | string; "extra_time_mins": number | string })[] } };
      responses: { 200: { headers: object; content?: never }; 400: { headers: object; content: { "application/json": { "detail": string; "errors": (Record<string, (string)[]>)[] | Record<string, (string)[]> } | components["schemas"]["Error"] } }; default: { headers: object; content: { "application/json": components["schemas"]["Error"] } } };
    };
  };
  "/api/v1/exams/course_id/{course}/allowances/{allowance_id}": {
    delete: {
      parameters: { query?: never; header?: { "idempotency-key"?: string }; path: { "course": string; "allowance_id": string }; cookie?: never };
      requestBody?: never;
      responses: { 204: { headers: object; content?: never }; default: { headers: object; content: { "application/json": components["schemas"]["Error"] } } };
    };
  };
  "/api/v1/instructor_view/course_id/{course}/attempts": {
    get: {
      parameters: { query: { "exam_id": number | string; "limit"?: string; "offset"?: string }; header?: never; path: { "course": string }; cookie?: never };
      requestBody?: never;
      responses: { 200: { headers: object; content: { "application/json": components["schemas"]["ExamAttempts"] } }; default: { headers: object; content: { "application/json": components["schemas"]["Error"] } } };
    };
  };
  "/lti/start_proctoring/{attempt_id}": {
    get: {
      parameters: { query?: never; header?: never; path: { "attempt_id": string }; cookie?: never };
      requestBody?: never;
      responses: { 302: { headers: object; content?: never }; default: { headers: object; content: { "application/json": components["schemas"]["Error"] } } };
    };
  };
  "/lti/end_assessment/{attempt_id}": {
    get: {
      parameters: { query?: never; header?: never; path: { "attempt_id": string }; cookie?: never };
      requestBody?: never;
      responses: { 302: { headers: object; content?: never }; default: { headers: object; content: { "application/json": components["schemas"]["Error"] } } };
    };
  };
  "/lti/exam/{exam_id}/instructor_tool": {
    get: {
      parameters: { query?: never; header?: never; path: { "exam_id": string }; cookie?: never };
      requestBody?: never;
      responses: { 302: { headers: object; content?: never }; default: { headers: object; content: { "application/json": components["schemas"]["Error"] } } };
    };
  };
  "/lti/exam/{exam_id}/instructor_tool/roster": {
    get: {
      parameters: { query?: never; header?: never; path: { "exam_id": string }; cookie?: never };
      requestBody?: never;
      responses: { 200: { headers: object; content: { "application/json": components["schemas"]["LtiRoster"] } }; default: { headers: object; content: { "application/json": components["schemas"]["Error"] } } };
    };
  };
  "/lti/lti_consumer/v1/public_keysets/{registration}": {
    get: {
      parameters: { query?: never; header?: never; path: { "registration": string }; cookie?: never };
      requestBody?: never;
      responses: { 200: { headers: object; content: { "application/json": components["schemas"]["LtiKeys"] } }; default: { headers: object; content: { "application/json": components["schemas"]["Error"] } } };
    };
  };
  "/lti/lti_consumer/v1/token/{registration}": {
    post: {
      parameters: { query?: never; header?: never; path: { "registration": string }; cookie?: never };
      requestBody: { content: { "application/json": { "grant_type"?: string; "client_assertion_type"?: string; "client_assertion"?: string; "scope"?: string } } };
      responses: { 200: { headers: object; content: { "application/json": components["schemas"]["LtiAccessToken"] } }; 400: { headers: object; content: { "application/json": { "error": string } | components["schemas"]["Error"] } }; default: { headers: object; content: { "application/json": components["schemas"]["Error"] } } };
    };
  };
  "/lti/lti_consumer/v1/launch/": {
    get: {
      parameters: { query?: { "client_id"?: string; "redirect_uri"?: string; "response_type"?: string; "response_mode"?: string; "scope"?: string; "prompt"?: string; "state"?: string; "nonce"?: string; "login_hint"?: string; "lti_message_hint"?: string }; header?: never; path?: never; cookie?: never };
      requestBody?: never;
      responses: { 200: { headers: object; content: { "text/html": string } }; 400: { headers: object; content: { "text/html": string } }; 413: { headers: object; content: { "text/html": string; "application/json": components["schemas"]["Error"] } }; 415: { headers: object; content: { "text/html": string } }; 429: { headers: object; content: { "text/html": string } }; 500: { headers: object; content: { "text/html": string } }; 503: { headers: object; content: { "text/html": string } }; default: { headers: object; content: { "application/json": components["schemas"]["Error"] } } };
    };
    post: {
      parameters: { query?: never; header?: never; path?: never; cookie?: never };
      requestBody: { content: { "application/json": { "client_id"?: string; "redirect_uri"?: string; "response_type"?: string; "response_mode"?: string; "scope"?: string; "prompt"?: string; "state"?: string; "nonce"?: string; "login_hint"?: string; "lti_message_hint"?: string } } };
      responses: { 200: { headers: object; content: { "text/html": string } }; 400: { headers: object; content: { "text/html": string } }; 413: { headers: object; content: { "text/html": string; "application/json": components["schemas"]["Error"] } }; 415: { headers: object; content: { "text/html": string } }; 429: { headers: object; content: { "text/html": string } }; 500: { headers: object; content: { "text/html": string } }; 503: { headers: object; content: { "text/html": string } }; default: { headers: object; content: { "application/json": components["schemas"]["Error"] } } };
    };
  };
  "/lti/lti_consumer/v1/start_proctoring_assessment": {
    post: {
      parameters: { query?: never; header?: never; path?: never; cookie?: never };
      requestBody: { content: { "application/json": { "JWT"?: string } } };
      responses: { 200: { headers: object; content: { "text/html": string } }; 400: { headers: object; content: { "text/html": string } }; 404: { headers: object; content: { "text/html": string } }; 413: { headers: object; content: { "text/html": string; "application/json": components["schemas"]["Error"] } }; 415: { headers: object; content: { "text/html": string } }; 429: { headers: object; content: { "text/html": string } }; 500: { headers: object; content: { "text/html": string } }; 503: { headers: object; content: { "text/html": string } }; default: { headers: object; content: { "application/json": components["schemas"]["Error"] } } };
    };
  };
  "/lti/{registration}/acs": {
    post: {
      parameters: { query?: never; header?: never; path: { "registration": string }; cookie?: never };
      requestBody: { content: { "application/json": { "user": { "iss"?: string; "sub": string }; "resource_link": { "id": string }; "attempt_number": number; "action": "pause" | "resume" | "terminate" | "update" | "flag"; "incident_time": string; "incident_severity": number | string; "reason_code": string | number; "reason_msg"?: string; "extra_time"?: number } } };
      responses: { 200: { headers: object; content: { "application/json": components["schemas"]["LtiControlAnswer"] } }; default: { headers: object; content: { "application/json": components["schemas"]["Error"] } } };
    };
  };
  "/browser_lock/": {
    get: {
      parameters: { query?: never; header?: never; path?: never; cookie?: never };
      requestBody?: never;
      responses: { 200: { headers: object; content: { "text/html": string } }; default: { headers: object; content: { "application/json": components["schemas"]["Error"] } } };
    };
  };
  "/api/instructor/v2/courses/{course}/special_exams": {
    get: {
      parameters: { query?: { "exam_type"?: string }; header?: never; path: { "course": string }; cookie?: never };
      requestBody?: never;
      responses: { 200: { headers: object; content: { "application/json": (components["schemas"]["InstructorExam"])[] } }; default: { headers: object; content: { "application/json": components["schemas"]["Error"] } } };
    };
  };
  "/api/instructor/v2/courses/{course}/special_exams/attempts": {
    get: {
      parameters: { query?: { "page"?: string; "page_size"?: string; "search"?: string; "ordering"?: string }; header?: never; path: { "course": string }; cookie?: never };
      requestBody?: never;
      responses: { 200: { headers: object; content: { "application/json": components["schemas"]["InstructorAttempts"] } }; default: { headers: object; content: { "application/json": components["schemas"]["Error"] } } };
    };
  };
  "/api/instructor/v2/courses/{course}/special_exams/{exam_id}/reset/{username}": {
    post: {
      parameters: { query?: never; header?: { "idempotency-key"?: string }; path: { "course": string; "exam_id": string; "username": string }; cookie?: never };
      requestBody?: never;
      responses: { 200: { headers: object; content: { "application/json": { "success": true } } }; default: { headers: object; content: { "application/json": components["schemas"]["Error"] } } };
    };
  };
  "/api/instructor/v2/courses/{course}/special_exams/allowances": {
    get: {
      parameters: { query?: { "page"?: string; "page_size"?: string; "search"?: string; "ordering"?: string }; header?: never; path: { "course": string }; cookie?: never };
      requestBody?: never;
      responses: { 200: { headers: object; content: { "application/json": components["schemas"]["InstructorAllowances"] } }; default: { headers: object; content: { "application/json": components["schemas"]["Error"] } } };
    };
    post: {
      parameters: { query?: never; header?: { "idempotency-key"?: string }; path: { "course": string }; cookie?: never };
      requestBody: { content: { "application/json": { "exam_ids": (number)[]; "user_ids": (string)[]; "allowance_type": string; "value": string | number } } };
      responses: { 200: { headers: object; content: { "application/json": components["schemas"]["GrantedAllowances"] } }; 400: { headers: object; content: { "application/json": Record<string, (string)[]> | components["schemas"]["Error"] } }; default: { headers: object; content: { "application/json": components["schemas"]["Error"] } } };
    };
  };
  "/api/instructor/v2/courses/{course}/special_exams/{exam_id}/allowance": {
    delete: {
      parameters: { query?: never; header?: { "idempotency-key"?: string }; path: { "course": string; "exam_id": string }; cookie?: never };
      requestBody: { content: { "application/json": { "user_ids": (number | string)[]; "allowance_type": string } } };
      responses: { 200: { headers: object; content: { "application/json": components["schemas"]["RemovedAllowances"] } }; 400: { headers: object; content: { "application/json": Record<string, (string)[]> | components["schemas"]["Error"] } }; default: { headers: object; content: { "application/json": components["schemas"]["Error"] } } };
    };
  };
  "/api/proctoring/v1/attempts/{attempt_id}/timeline": {
    get: {
      parameters: { query?: { "for"?: "learner"; "language"?: "en" | "de" }; header?: never; path: { "attempt_id": string }; cookie?: never };
      requestBody?: never;
      responses: { 200: { headers: object; content: { "application/json": components["schemas"]["StaffTimeline"] | components["schemas"]["Timeline"]; "text/html": string } }; default: { headers: object; content: { "application/json": components["schemas"]["Error"] } } };
    };
  };
  "/api/proctoring/v1/attempts/{attempt_id}/status": {
    post: {
      parameters: { query?: never; header?: { "idempotency-key"?: string }; path: { "attempt_id": string }; cookie?: never };
      requestBody: { content: { "application/json": { "status": "eligible" | "created" | "download_software_clicked" | "ready_to_start" | "started" | "ready_to_submit" | "declined" | "timed_out" | "submitted" | "second_review_required" | "verified" | "rejected" | "error" | "onboarding_missing" | "onboarding_pending" | "onboarding_failed" | "onboarding_expired"; "reason": string; "reapply"?: boolean | string | number | null } } };
      responses: { 200: { headers: object; content: { "application/json": { "exam_attempt_id": number; "status": string; "changed": boolean } } }; default: { headers: object; content: { "application/json": components["schemas"]["Error"] } } };
    };
  };
  "/api/proctoring/v1/attempts/{attempt_id}/effects/{key}/retry": {
    post: {
      parameters: { query?: never; header?: { "idempotency-key"?: string }; path: { "attempt_id": string; "key": string }; cookie?: never };
      requestBody: { content: { "application/json": { "reason"?: string } } };
      responses: { 200: { headers: object; content: { "application/json": { "retried": true } } }; default: { headers: object; content: { "application/json": components["schemas"]["Error"] } } };
    };
  };
  "/api/proctoring/v1/me": {
    get: {
      parameters: { query?: never; header?: never; path?: never; cookie?: never };
      requestBody?: never;
      responses: { 200: { headers: object; content: { "application/json": components["schemas"]["Me"] } }; default: { headers: object; content: { "application/json": components["schemas"]["Error"] } } };
    };
  };
  "/api/proctoring/v1/courses/{course}/views": {
    get: {
      parameters: { query?: never; header?: never; path: { "course": string }; cookie?: never };
      requestBody?: never;
      responses: { 200: { headers: object; content: { "application/json": components["schemas"]["CourseViews"] } }; default: { headers: object; content: { "application/json": components["schemas"]["Error"] } } };
    };
    put: {
      parameters: { query?: never; header?: { "idempotency-key"?: string }; path: { "course": string }; cookie?: never };
      requestBody: { content: { "application/json": { "name": string; "query": string } } };
      responses: { 200: { headers: object; content: { "application/json": components["schemas"]["CourseView"] } }; default: { headers: object; content: { "application/json": components["schemas"]["Error"] } } };
    };
  };
  "/api/proctoring/v1/courses/{course}/views/{view_id}": {
    delete: {
      parameters: { query?: never; header?: { "idempotency-key"?: string }; path: { "course": string; "view_id": string }; cookie?: never };
      requestBody?: never;
      responses: { 200: { headers: object; content: { "application/json": { "removed": true } } }; default: { headers: object; content: { "application/json": components["schemas"]["Error"] } } };
    };
  };
  "/api/proctoring/v1/me/views": {
    get: {
      parameters: { query?: never; header?: never; path?: never; cookie?: never };
      requestBody?: never;
      responses: { 200: { headers: object; content: { "application/json": components["schemas"]["SavedViews"] } }; default: { headers: object; content: { "application/json": components["schemas"]["Error"] } } };
    };
    put: {
      parameters: { query?: never; header?: { "idempotency-key"?: string }; path?: never; cookie?: never };
      requestBody: { content: { "application/json": { "views": ({ "name": string; "query": string })[] } } };
      responses: { 200: { headers: object; content: { "application/json": components["schemas"]["SavedViews"] } }; default: { headers: object; content: { "application/json": components["schemas"]["Error"] } } };
    };
  };
  "/api/proctoring/v1/board": {
    get: {
      parameters: { query?: { "from"?: string; "to"?: string; "course"?: string }; header?: never; path?: never; cookie?: never };
      requestBody?: never;
      responses: { 200: { headers: object; content: { "application/json": components["schemas"]["Today"] } }; default: { headers: object; content: { "application/json": components["schemas"]["Error"] } } };
    };
  };
  "/api/proctoring/v1/courses/{course}/exams/{exam_id}/board": {
    get: {
      parameters: { query?: { "since"?: string }; header?: never; path: { "course": string; "exam_id": string }; cookie?: never };
      requestBody?: never;
      responses: { 200: { headers: object; content: { "application/json": components["schemas"]["ExamBoard"] } }; default: { headers: object; content: { "application/json": components["schemas"]["Error"] } } };
    };
  };
  "/api/proctoring/v1/courses/{course}/exams/{exam_id}/board/events": {
    get: {
      parameters: { query?: { "since"?: string }; header?: never; path: { "course": string; "exam_id": string }; cookie?: never };
      requestBody?: never;
      responses: { 200: { headers: object; content: { "text/event-stream": string } }; default: { headers: object; content: { "application/json": components["schemas"]["Error"] } } };
    };
  };
  "/api/proctoring/v1/attempts/{attempt_id}/reviews": {
    get: {
      parameters: { query?: never; header?: never; path: { "attempt_id": string }; cookie?: never };
      requestBody?: never;
      responses: { 200: { headers: object; content: { "application/json": components["schemas"]["AttemptReviews"] } }; default: { headers: object; content: { "application/json": components["schemas"]["Error"] } } };
    };
  };
  "/api/proctoring/v1/attempts/{attempt_id}/reviews/recording": {
    post: {
      parameters: { query?: never; header?: { "idempotency-key"?: string }; path: { "attempt_id": string }; cookie?: never };
      requestBody?: never;
      responses: { 200: { headers: object; content: { "application/json": components["schemas"]["Recording"] } }; default: { headers: object; content: { "application/json": components["schemas"]["Error"] } } };
    };
  };
  "/api/proctoring/v1/courses/{course}/reviews": {
    get: {
      parameters: { query?: { "state"?: "waiting" | "late"; "cursor"?: string; "limit"?: string }; header?: never; path: { "course": string }; cookie?: never };
      requestBody?: never;
      responses: { 200: { headers: object; content: { "application/json": components["schemas"]["ReviewQueue"] } }; default: { headers: object; content: { "application/json": components["schemas"]["Error"] } } };
    };
  };
  "/api/proctoring/v1/courses/{course}/onboarding": {
    get: {
      parameters: { query?: { "state"?: "none" | "started" | "submitted" | "rejected" | "error" | "verified" | "expiring" | "expired"; "q"?: string; "cursor"?: string; "limit"?: string }; header?: never; path: { "course": string }; cookie?: never };
      requestBody?: never;
      responses: { 200: { headers: object; content: { "application/json": components["schemas"]["OnboardingOverview"] } }; default: { headers: object; content: { "application/json": components["schemas"]["Error"] } } };
    };
  };
  "/api/proctoring/v1/courses/{course}/exams/{exam_id}/settings": {
    get: {
      parameters: { query?: never; header?: never; path: { "course": string; "exam_id": string }; cookie?: never };
      requestBody?: never;
      responses: { 200: { headers: object; content: { "application/json": components["schemas"]["ExamConfiguration"] } }; default: { headers: object; content: { "application/json": components["schemas"]["Error"] } } };
    };
  };
  "/api/proctoring/v1/courses/{course}/attempts": {
    get: {
      parameters: { query?: { "exam"?: string; "status"?: "eligible" | "created" | "download_software_clicked" | "ready_to_start" | "started" | "ready_to_submit" | "declined" | "timed_out" | "submitted" | "second_review_required" | "verified" | "rejected" | "error" | "ready_to_resume" | "resumed" | "onboarding_missing" | "onboarding_pending" | "onboarding_failed" | "onboarding_expired" | "expired" | "onboarding_reset"; "q"?: string; "cursor"?: string; "limit"?: string }; header?: never; path: { "course": string }; cookie?: never };
      requestBody?: never;
      responses: { 200: { headers: object; content: { "application/json": components["schemas"]["AttemptPage"] } }; default: { headers: object; content: { "application/json": components["schemas"]["Error"] } } };
    };
  };
  "/api/proctoring/v1/acts": {
    get: {
      parameters: { query?: { "course"?: string; "person"?: string; "attempt"?: string; "kind"?: string; "from"?: string; "to"?: string; "cursor"?: string; "limit"?: string }; header?: never; path?: never; cookie?: never };
      requestBody?: never;
      responses: { 200: { headers: object; content: { "application/json": components["schemas"]["ActPage"] } }; default: { headers: object; content: { "application/json": components["schemas"]["Error"] } } };
    };
  };
  "/api/proctoring/v1/effects": {
    get: {
      parameters: { query?: { "course"?: string; "outcome"?: "pending" | "refused"; "target"?: "vendor" | "lms" | "mail" | "attempt"; "older_than"?: string; "cursor"?: string; "limit"?: string }; header?: never; path?: never; cookie?: never };
      requestBody?: never;
      responses: { 200: { headers: object; content: { "application/json": components["schemas"]["EffectPage"] } }; default: { headers: object; content: { "application/json": components["schemas"]["Error"] } } };
    };
  };
  "/api/proctoring/v1/effects/retry": {
    post: {
      parameters: { query?: never; header?: { "idempotency-key"?: string }; path?: never; cookie?: never };
      requestBody: { content: { "application/json": { "course"?: string; "keys"?: (string)[]; "filter"?: { "target"?: "vendor" | "lms" | "mail" | "attempt"; "kind"?: "complete-unit" | "set-credit" | "remove-credit" | "override-grade" | "invalidate-certificate" | "undo-grade-override" | "erase-answers" | "notify-support" | "publish-exam-event" | "track" | "announce-status" | "send-mail" | "decline-siblings" | "clear-blocked-attempts" | "start-at-vendor" | "stop-at-vendor" | "mark-erroneous-at-vendor" | "remove-at-vendor"; "last_error"?: string }; "reason"?: string; "dry_run"?: boolean } } };
      responses: { 202: { headers: object; content: { "application/json": components["schemas"]["RetryAnswer"] } }; default: { headers: object; content: { "application/json": components["schemas"]["Error"] } } };
    };
  };
  "/api/proctoring/v1/effects/redeliver": {
    post: {
      parameters: { query?: never; header?: { "idempotency-key"?: string }; path?: never; cookie?: never };
      requestBody: { content: { "application/json": { "course"?: string; "keys"?: (string)[]; "filter"?: { "kind"?: "complete-unit" | "set-credit" | "remove-credit" | "override-grade" | "invalidate-certificate" | "undo-grade-override" | "erase-answers" | "notify-support" | "publish-exam-event" | "track" | "announce-status"; "from": string; "to"?: string }; "reason"?: string; "dry_run"?: boolean } } };
      responses: { 202: { headers: object; content: { "application/json": components["schemas"]["RetryAnswer"] } }; default: { headers: object; content: { "application/json": components["schemas"]["Error"] } } };
    };
  };
  "/api/proctoring/v1/backends": {
    get: {
      parameters: { query?: { "course"?: string }; header?: never; path?: never; cookie?: never };
      requestBody?: never;
      responses: { 200: { headers: object; content: { "application/json": components["schemas"]["Backends"] } }; default: { headers: object; content: { "application/json": components["schemas"]["Error"] } } };
    };
  };
  "/api/proctoring/v1/courses/{course}/allowances": {
    get: {
      parameters: { query?: { "exam"?: string; "kind"?: string; "q"?: string; "cursor"?: string; "limit"?: string }; header?: never; path: { "course": string }; cookie?: never };
      requestBody?: never;
      responses: { 200: { headers: object; content: { "application/json": components["schemas"]["AllowancePage"] } }; default: { headers: object; content: { "application/json": components["schemas"]["Error"] } } };
    };
    post: {
      parameters: { query?: never; header?: { "idempotency-key"?: string }; path: { "course": string }; cookie?: never };
      requestBody: { content: { "application/json": { "learners": (string)[]; "exams": (number)[] | null; "kind": string; "value": string; "reason"?: string; "expires_on"?: string; "dry_run"?: boolean } } };
      responses: { 200: { headers: object; content: { "application/json": components["schemas"]["AllowancePlan"] } }; default: { headers: object; content: { "application/json": components["schemas"]["Error"] } } };
    };
  };
  "/api/proctoring/v1/courses/{course}/allowances/{allowance_id}": {
    patch: {
      parameters: { query?: never; header?: { "idempotency-key"?: string }; path: { "course": string; "allowance_id": string }; cookie?: never };
      requestBody: { content: { "application/json": { "value"?: string; "reason"?: string | null; "expires_on"?: string | null } } };
      responses: { 200: { headers: object; content: { "application/json": components["schemas"]["CourseAllowance"] } }; default: { headers: object; content: { "application/json": components["schemas"]["Error"] } } };
    };
    delete: {
      parameters: { query?: never; header?: { "idempotency-key"?: string }; path: { "course": string; "allowance_id": string }; cookie?: never };
      requestBody: { content: { "application/json": { "reason"?: string } } };
      responses: { 200: { headers: object; content: { "application/json": { "removed": true } } }; default: { headers: object; content: { "application/json": components["schemas"]["Error"] } } };
    };
  };
  "/api/proctoring/v1/courses/{course}/allowances/import": {
    post: {
      parameters: { query?: { "dry_run"?: string; "token"?: string }; header?: { "idempotency-key"?: string }; path: { "course": string }; cookie?: never };
      requestBody: { content: { "text/csv": string } };
      responses: { 200: { headers: object; content: { "application/json": components["schemas"]["AllowancePlan"] } }; default: { headers: object; content: { "application/json": components["schemas"]["Error"] } } };
    };
  };
  "/api/proctoring/v1/courses/{course}/allowances/export": {
    get: {
      parameters: { query?: never; header?: never; path: { "course": string }; cookie?: never };
      requestBody?: never;
      responses: { 200: { headers: object; content: { "text/csv": string } }; default: { headers: object; content: { "application/json": components["schemas"]["Error"] } } };
    };
  };
  "/api/proctoring/v1/attempts/{attempt_id}/acts/mark-ready-to-resume": {
    post: {
      parameters: { query?: never; header?: { "idempotency-key"?: string }; path: { "attempt_id": string }; cookie?: never };
      requestBody: { content: { "application/json": { "reason": string; "category"?: "power" | "network" | "vendor-software" | "fire-alarm" | "medical" | "illness" | "misconduct" | "staff-error" | "other" } } };
      responses: { 200: { headers: object; content: { "application/json": components["schemas"]["ActAnswer"] } }; 412: { headers: object; content: { "application/json": components["schemas"]["ActConflict"] | components["schemas"]["Error"] } }; default: { headers: object; content: { "application/json": components["schemas"]["Error"] } } };
    };
  };
  "/api/proctoring/v1/attempts/{attempt_id}/acts/pause": {
    post: {
      parameters: { query?: never; header?: { "idempotency-key"?: string }; path: { "attempt_id": string }; cookie?: never };
      requestBody: { content: { "application/json": { "reason": string; "category"?: "power" | "network" | "vendor-software" | "fire-alarm" | "medical" | "illness" | "misconduct" | "staff-error" | "other" } } };
      responses: { 200: { headers: object; content: { "application/json": components["schemas"]["ActAnswer"] } }; 412: { headers: object; content: { "application/json": components["schemas"]["ActConflict"] | components["schemas"]["Error"] } }; default: { headers: object; content: { "application/json": components["schemas"]["Error"] } } };
    };
  };
  "/api/proctoring/v1/attempts/{attempt_id}/acts/unpause": {
    post: {
      parameters: { query?: never; header?: { "idempotency-key"?: string }; path: { "attempt_id": string }; cookie?: never };
      requestBody: { content: { "application/json": { "reason"?: string; "category"?: "power" | "network" | "vendor-software" | "fire-alarm" | "medical" | "illness" | "misconduct" | "staff-error" | "other" } } };
      responses: { 200: { headers: object; content: { "application/json": components["schemas"]["ActAnswer"] } }; 412: { headers: object; content: { "application/json": components["schemas"]["ActConflict"] | components["schemas"]["Error"] } }; default: { headers: object; content: { "application/json": components["schemas"]["Error"] } } };
    };
  };
  "/api/proctoring/v1/attempts/{attempt_id}/acts/extra-time": {
    post: {
      parameters: { query?: never; header?: { "idempotency-key"?: string }; path: { "attempt_id": string }; cookie?: never };
      requestBody: { content: { "application/json": { "reason": string; "category"?: "power" | "network" | "vendor-software" | "fire-alarm" | "medical" | "illness" | "misconduct" | "staff-error" | "other"; "minutes": number; "kind"?: "incident" } } };
      responses: { 200: { headers: object; content: { "application/json": components["schemas"]["ActAnswer"] } }; 412: { headers: object; content: { "application/json": components["schemas"]["ActConflict"] | components["schemas"]["Error"] } }; default: { headers: object; content: { "application/json": components["schemas"]["Error"] } } };
    };
  };
  "/api/proctoring/v1/attempts/{attempt_id}/acts/correct-end": {
    post: {
      parameters: { query?: never; header?: { "idempotency-key"?: string }; path: { "attempt_id": string }; cookie?: never };
      requestBody: { content: { "application/json": { "reason": string; "category"?: "power" | "network" | "vendor-software" | "fire-alarm" | "medical" | "illness" | "misconduct" | "staff-error" | "other"; "ends_at": number } } };
      responses: { 200: { headers: object; content: { "application/json": components["schemas"]["ActAnswer"] } }; 412: { headers: object; content: { "application/json": components["schemas"]["ActConflict"] | components["schemas"]["Error"] } }; default: { headers: object; content: { "application/json": components["schemas"]["Error"] } } };
    };
  };
  "/api/proctoring/v1/attempts/{attempt_id}/acts/submit": {
    post: {
      parameters: { query?: never; header?: { "idempotency-key"?: string }; path: { "attempt_id": string }; cookie?: never };
      requestBody: { content: { "application/json": { "reason": string; "category"?: "power" | "network" | "vendor-software" | "fire-alarm" | "medical" | "illness" | "misconduct" | "staff-error" | "other" } } };
      responses: { 200: { headers: object; content: { "application/json": components["schemas"]["ActAnswer"] } }; 412: { headers: object; content: { "application/json": components["schemas"]["ActConflict"] | components["schemas"]["Error"] } }; default: { headers: object; content: { "application/json": components["schemas"]["Error"] } } };
    };
  };
  "/api/proctoring/v1/attempts/{attempt_id}/acts/error": {
    post: {
      parameters: { query?: never; header?: { "idempotency-key"?: string }; path: { "attempt_id": string }; cookie?: never };
      requestBody: { content: { "application/json": { "reason": string; "category"?: "power" | "network" | "vendor-software" | "fire-alarm" | "medical" | "illness" | "misconduct" | "staff-error" | "other" } } };
      responses: { 200: { headers: object; content: { "application/json": components["schemas"]["ActAnswer"] } }; 412: { headers: object; content: { "application/json": components["schemas"]["ActConflict"] | components["schemas"]["Error"] } }; default: { headers: object; content: { "application/json": components["schemas"]["Error"] } } };
    };
  };
  "/api/proctoring/v1/attempts/{attempt_id}/acts/set-status": {
    post: {
      parameters: { query?: never; header?: { "idempotency-key"?: string }; path: { "attempt_id": string }; cookie?: never };
      requestBody: { content: { "application/json": { "reason": string; "category"?: "power" | "network" | "vendor-software" | "fire-alarm" | "medical" | "illness" | "misconduct" | "staff-error" | "other"; "status": "eligible" | "created" | "download_software_clicked" | "ready_to_start" | "started" | "ready_to_submit" | "declined" | "timed_out" | "submitted" | "second_review_required" | "verified" | "rejected" | "error" | "onboarding_missing" | "onboarding_pending" | "onboarding_failed" | "onboarding_expired" } } };
      responses: { 200: { headers: object; content: { "application/json": components["schemas"]["ActAnswer"] } }; 412: { headers: object; content: { "application/json": components["schemas"]["ActConflict"] | components["schemas"]["Error"] } }; default: { headers: object; content: { "application/json": components["schemas"]["Error"] } } };
    };
  };
  "/api/proctoring/v1/attempts/{attempt_id}/acts/reapply": {
    post: {
      parameters: { query?: never; header?: { "idempotency-key"?: string }; path: { "attempt_id": string }; cookie?: never };
      requestBody: { content: { "application/json": { "reason"?: string; "category"?: "power" | "network" | "vendor-software" | "fire-alarm" | "medical" | "illness" | "misconduct" | "staff-error" | "other" } } };
      responses: { 200: { headers: object; content: { "application/json": components["schemas"]["ActAnswer"] } }; 412: { headers: object; content: { "application/json": components["schemas"]["ActConflict"] | components["schemas"]["Error"] } }; default: { headers: object; content: { "application/json": components["schemas"]["Error"] } } };
    };
  };
  "/api/proctoring/v1/attempts/{attempt_id}/acts/reset": {
    post: {
      parameters: { query?: never; header?: { "idempotency-key"?: string }; path: { "attempt_id": string }; cookie?: never };
      requestBody: { content: { "application/json": { "reason": string; "category"?: "power" | "network" | "vendor-software" | "fire-alarm" | "medical" | "illness" | "misconduct" | "staff-error" | "other" } } };
      responses: { 200: { headers: object; content: { "application/json": components["schemas"]["ActAnswer"] } }; 412: { headers: object; content: { "application/json": components["schemas"]["ActConflict"] | components["schemas"]["Error"] } }; default: { headers: object; content: { "application/json": components["schemas"]["Error"] } } };
    };
  };
  "/api/proctoring/v1/attempts/{attempt_id}/acts/delete": {
    post: {
      parameters: { query?: never; header?: { "idempotency-key"?: string }; path: { "attempt_id": string }; cookie?: never };
      requestBody: { content: { "application/json": { "reason": string; "category"?: "power" | "network" | "vendor-software" | "fire-alarm" | "medical" | "illness" | "misconduct" | "staff-error" | "other" } } };
      responses: { 200: { headers: object; content: { "application/json": components["schemas"]["ActAnswer"] } }; 412: { headers: object; content: { "application/json": components["schemas"]["ActConflict"] | components["schemas"]["Error"] } }; default: { headers: object; content: { "application/json": components["schemas"]["Error"] } } };
    };
  };
  "/api/proctoring/v1/attempts/{attempt_id}/acts": {
    get: {
      parameters: { query?: never; header?: never; path: { "attempt_id": string }; cookie?: never };
      requestBody?: never;
      responses: { 200: { headers: object; content: { "application/json": components["schemas"]["PossibleActs"] } }; default: { headers: object; content: { "application/json": components["schemas"]["Error"] } } };
    };
  };
  "/api/proctoring/v1/undo/{attempt_id}-{version}": {
    post: {
      parameters: { query?: never; header?: { "idempotency-key"?: string }; path: { "attempt_id": string; "version": string }; cookie?: never };
      requestBody?: never;
      responses: { 200: { headers: object; content: { "application/json": components["schemas"]["UndoAnswer"] } }; 409: { headers: object; content: { "application/json": components["schemas"]["UndoConflict"] | components["schemas"]["Error"] } }; default: { headers: object; content: { "application/json": components["schemas"]["Error"] } } };
    };
  };
  "/api/proctoring/v1/attempts/{attempt_id}/notes": {
    get: {
      parameters: { query?: never; header?: never; path: { "attempt_id": string }; cookie?: never };
      requestBody?: never;
      responses: { 200: { headers: object; content: { "application/json": components["schemas"]["StaffNotes"] } }; default: { headers: object; content: { "application/json": components["schemas"]["Error"] } } };
    };
    post: {
      parameters: { query?: never; header?: { "idempotency-key"?: string }; path: { "attempt_id": string }; cookie?: never };
      requestBody: { content: { "application/json": { "text": string; "kind"?: "note" | "incident"; "category"?: "power" | "network" | "vendor-software" | "fire-alarm" | "medical" | "illness" | "misconduct" | "staff-error" | "other"; "flag"?: boolean } } };
      responses: { 201: { headers: object; content: { "application/json": components["schemas"]["StaffNote"] } }; default: { headers: object; content: { "application/json": components["schemas"]["Error"] } } };
    };
  };
  "/api/proctoring/v1/attempts/{attempt_id}/notes/{note_id}": {
    put: {
      parameters: { query?: never; header?: { "idempotency-key"?: string }; path: { "attempt_id": string; "note_id": string }; cookie?: never };
      requestBody: { content: { "application/json": { "text": string; "kind"?: "note" | "incident"; "category"?: "power" | "network" | "vendor-software" | "fire-alarm" | "medical" | "illness" | "misconduct" | "staff-error" | "other"; "flag"?: boolean } } };
      responses: { 200: { headers: object; content: { "application/json": components["schemas"]["StaffNote"] } }; default: { headers: object; content: { "application/json": components["schemas"]["Error"] } } };
    };
  };
  "/api/proctoring/v1/courses/{course}/bulk": {
    post: {
      parameters: { query?: never; header?: { "idempotency-key"?: string }; path: { "course": string }; cookie?: never };
      requestBody: { content: { "application/json": { "act": "mark-ready-to-resume" | "pause" | "unpause" | "extra-time" | "submit" | "error" | "set-status" | "reset" | "delete"; "payload"?: { "minutes"?: number; "status"?: "eligible" | "created" | "download_software_clicked" | "ready_to_start" | "started" | "ready_to_submit" | "declined" | "timed_out" | "submitted" | "second_review_required" | "verified" | "rejected" | "error" | "onboarding_missing" | "onboarding_pending" | "onboarding_failed" | "onboarding_expired" }; "reason"?: string; "category"?: "power" | "network" | "vendor-software" | "fire-alarm" | "medical" | "illness" | "misconduct" | "staff-error" | "other"; "targets": { "ids": (number)[] } | { "filter": { "exam": number; "phase"?: ("not_started" | "getting_ready" | "running" | "asked_to_end" | "stopped" | "handed_in" | "in_review" | "done" | "declined")[]; "status"?: ("eligible" | "created" | "download_software_clicked" | "ready_to_start" | "started" | "ready_to_submit" | "declined" | "timed_out" | "submitted" | "second_review_required" | "verified" | "rejected" | "error" | "ready_to_resume" | "resumed" | "onboarding_missing" | "onboarding_pending" | "onboarding_failed" | "onboarding_expired" | "expired" | "onboarding_reset")[]; "q"?: string } } | { "sitting": { "exam": number } }; "dry_run"?: boolean; "token"?: string; "count"?: number } } };
      responses: { 200: { headers: object; content: { "application/json": components["schemas"]["BulkPreview"] } }; 202: { headers: object; content: { "application/json": components["schemas"]["BulkBegun"] } }; default: { headers: object; content: { "application/json": components["schemas"]["Error"] } } };
    };
  };
  "/api/proctoring/v1/bulk/{bulk_id}": {
    get: {
      parameters: { query?: { "outcome"?: "pending" | "done" | "failed" | "undoing" | "undone" | "not_undone"; "cursor"?: string; "limit"?: string }; header?: never; path: { "bulk_id": string }; cookie?: never };
      requestBody?: never;
      responses: { 200: { headers: object; content: { "application/json": components["schemas"]["BulkAct"] } }; default: { headers: object; content: { "application/json": components["schemas"]["Error"] } } };
    };
  };
  "/api/proctoring/v1/bulk/{bulk_id}/retry": {
    post: {
      parameters: { query?: never; header?: { "idempotency-key"?: string }; path: { "bulk_id": string }; cookie?: never };
      requestBody?: never;
      responses: { 202: { headers: object; content: { "application/json": components["schemas"]["BulkAsked"] } }; default: { headers: object; content: { "application/json": components["schemas"]["Error"] } } };
    };
  };
  "/api/proctoring/v1/bulk/{bulk_id}/undo": {
    post: {
      parameters: { query?: never; header?: { "idempotency-key"?: string }; path: { "bulk_id": string }; cookie?: never };
      requestBody?: never;
      responses: { 202: { headers: object; content: { "application/json": components["schemas"]["BulkAsked"] } }; default: { headers: object; content: { "application/json": components["schemas"]["Error"] } } };
    };
  };
  "/api/proctoring/v1/session": {
    get: {
      parameters: { query?: never; header?: never; path?: never; cookie?: never };
      requestBody?: never;
      responses: { 200: { headers: object; content: { "application/json": components["schemas"]["SessionOffer"] } }; default: { headers: object; content: { "application/json": components["schemas"]["Error"] } } };
    };
  };
  "/api/proctoring/v1/session/start": {
    post: {
      parameters: { query?: never; header?: never; path?: never; cookie?: never };
      requestBody: { content: { "application/json": { "person": string } } };
      responses: { 200: { headers: object; content: { "application/json": components["schemas"]["SessionStarted"] } }; default: { headers: object; content: { "application/json": components["schemas"]["Error"] } } };
    };
    get: {
      parameters: { query?: { "return_to"?: string }; header?: never; path?: never; cookie?: never };
      requestBody?: never;
      responses: { 302: { headers: object; content: { "application/json": unknown } }; default: { headers: object; content: { "application/json": components["schemas"]["Error"] } } };
    };
  };
  "/api/proctoring/v1/session/renew": {
    post: {
      parameters: { query?: never; header?: never; path?: never; cookie?: never };
      requestBody?: never;
      responses: { 200: { headers: object; content: { "application/json": components["schemas"]["SessionStarted"] } }; default: { headers: object; content: { "application/json": components["schemas"]["Error"] } } };
    };
  };
  "/api/proctoring/v1/session/end": {
    post: {
      parameters: { query?: never; header?: never; path?: never; cookie?: never };
      requestBody?: never;
      responses: { 204: { headers: object; content?: never }; default: { headers: object; content: { "application/json": components["schemas"]["Error"] } } };
    };
  };
  "/api/proctoring/v1/session/callback": {
    get: {
      parameters: { query?: never; header?: never; path?: never; cookie?: never };
      requestBody?: never;
      responses: { 302: { headers: object; content: { "application/json": unknown } }; default: { headers: object; content: { "application/json": components["schemas"]["Error"] } } };
    };
  };
  "/api/proctoring/v1/lms/test-event": {
    post: {
      parameters: { query?: never; header?: { "idempotency-key"?: string }; path?: never; cookie?: never };
      requestBody?: never;
      responses: { 200: { headers: object; content: { "application/json": components["schemas"]["TestOutcome"] } }; default: { headers: object; content: { "application/json": components["schemas"]["Error"] } } };
    };
  };
  "/api/proctoring/v1/exams/{exam_id}/view": {
    get: {
      parameters: { query?: never; header?: never; path: { "exam_id": string }; cookie?: never };
      requestBody?: never;
      responses: { 200: { headers: object; content: { "application/json": components["schemas"]["ExamView"] } }; default: { headers: object; content: { "application/json": components["schemas"]["Error"] } } };
    };
  };
  "/api/proctoring/v1/attempts/{attempt_id}/view": {
    get: {
      parameters: { query?: never; header?: never; path: { "attempt_id": string }; cookie?: never };
      requestBody?: never;
      responses: { 200: { headers: object; content: { "application/json": components["schemas"]["ExamView"] } }; default: { headers: object; content: { "application/json": components["schemas"]["Error"] } } };
    };
  };
  "/csrf/api/v1/token": {
    get: {
      parameters: { query?: never; header?: never; path?: never; cookie?: never };
      requestBody?: never;
      responses: { 200: { headers: object; content: { "application/json": { "csrfToken": string } } }; default: { headers: object; content: { "application/json": components["schemas"]["Error"] } } };
    };
  };
  "/oauth2/access_token": {
    post: {
      parameters: { query?: never; header?: never; path?: never; cookie?: never };
      requestBody: { content: { "application/json": { "grant_type"?: string; "client_id"?: string; "client_secret"?: string } } };
      responses: { 200: { headers: object; content: { "application/json": { "access_token": string; "expires_in": number; "token_type": "JWT"; "scope": string } } }; default: { headers: object; content: { "application/json": components["schemas"]["Error"] } } };
    };
  };
  "/healthz": {
    get: {
      parameters: { query?: never; header?: never; path?: never; cookie?: never };
      requestBody?: never;
      responses: { 200: { headers: object; content: { "application/json": { "status": "ok" } } }; default: { headers: object; content: { "application/json": components["schemas"]["Error"] } } };
    };
  };
  "/readyz": {
    get: {
      parameters: { query?: never; header?: never; path?: never; cookie?: never };
      requestBody?: never;
      responses: { 200: { headers: object; content: { "application/json": { "status": "ok"; "reads": true; "changes": true } } }; 503: { headers: object; content: { "application/json": { "detail": string; "reads": boolean; "changes": boolean } } }; default: { headers: object; content: { "application/json": components["schemas"]["Error"] } } };
    };
  };
  "/health/": {
    get: {
      parameters: { query?: never; header?: never; path?: never; cookie?: never };
      requestBody?: never;
      responses: { 200: { headers: object; content: { "application/json": { "overall_status": "OK"; "detailed_status": { "database_status": "OK" } } } }; 503: { headers: object; content: { "application/json": { "overall_status": "UNAVAILABLE"; "detailed_status": { "database_status": "UNAVAILABLE" } } } }; default: { headers: object; content: { "application/json": components["schemas"]["Error"] } } };
    };
  };
  "/api/proctoring/v1/browser-worker.js": {
    get: {
      parameters: { query?: never; header?: never; path?: never; cookie?: never };
      requestBody?: never;
      responses: { 200: { headers: object; content?: never }; 304: { headers: object; content?: never }; default: { headers: object; content: { "application/json": components["schemas"]["Error"] } } };
    };
  };
  "/api/proctoring/v1/browser-worker/{backend}.js": {
    get: {
      parameters: { query?: never; header?: never; path: { "backend": string }; cookie?: never };
      requestBody?: never;
      responses: { 200: { headers: object; content?: never }; 304: { headers: object; content?: never }; default: { headers: object; content: { "application/json": components["schemas"]["Error"] } } };
    };
  };
}
export interface components {
  schemas: {
    Error: { "detail": string };
    Exam: { "id": number; "course_id": string; "content_id": string; "external_id": string | null; "exam_name": string; "time_limit_mins": number; "is_proctored": boolean; "is_practice_exam": boolean; "is_active": boolean; "due_date": string | null; "hide_after_due": boolean; "backend": string | null };
    User: { "id": number; "username": string; "email": string };
    Attempt: { "id": number; "created": string; "modified": string; "user": components["schemas"]["User"]; "started_at": string | null; "completed_at": string | null; "external_id": string | null; "status": string; "proctored_exam": components["schemas"]["Exam"]; "allowed_time_limit_mins": number | null; "attempt_code": string; "is_sample_attempt": boolean; "taking_as_proctored": boolean; "review_policy_id": number | null; "is_status_acknowledged": boolean; "time_remaining_seconds": number | null; "is_resumable": boolean; "ready_to_resume": boolean; "resumed": boolean; "paused_at"?: string };
    PolledAttempt: { "id": number; "created": string; "modified": string; "user": components["schemas"]["User"]; "started_at": string | null; "completed_at": string | null; "external_id": string | null; "status": string; "proctored_exam": components["schemas"]["Exam"]; "allowed_time_limit_mins": number | null; "attempt_code": string; "is_sample_attempt": boolean; "taking_as_proctored": boolean; "review_policy_id": number | null; "is_status_acknowledged": boolean; "time_remaining_seconds": number; "is_resumable": boolean; "ready_to_resume": boolean; "resumed": boolean; "paused_at"?: string; "accessibility_time_string": string };
    Timer: { "in_timed_exam": true; "taking_as_proctored": boolean; "exam_type": string; "exam_display_name": string; "exam_url_path": string; "time_remaining_seconds": number; "total_time": string; "low_threshold_sec": number; "critically_low_threshold_sec": number; "course_id": string; "attempt_id": number; "external_id": string | null; "accessibility_time_string": string; "attempt_status": string; "exam_started_poll_url": string; "attempt_ready_to_resume": boolean; "use_legacy_attempt_api": true; "desktop_application_js_url": string; "paused_at"?: string; "ping_interval"?: number; "attempt_code"?: string; "software_download_url"?: string | null };
    Allowance: { "id": number; "created": string; "modified": string; "user": components["schemas"]["User"]; "key": string; "value": string; "proctored_exam": components["schemas"]["Exam"] };
    Row: { "id": number; "code": string; "v": number; "learner": [number, string, string]; "exam": number; "group": number | null; "type": "timed" | "proctored" | "practice" | "onboarding"; "status": "eligible" | "created" | "download_software_clicked" | "ready_to_start" | "started" | "ready_to_submit" | "declined" | "timed_out" | "submitted" | "second_review_required" | "verified" | "rejected" | "error" | "ready_to_resume" | "resumed" | "onboarding_missing" | "onboarding_pending" | "onboarding_failed" | "onboarding_expired" | "expired" | "onboarding_reset"; "phase": "not_started" | "getting_ready" | "running" | "asked_to_end" | "stopped" | "handed_in" | "in_review" | "done" | "declined"; "started": number | null; "ends": number | null; "stopped": number | null; "left": number | null; "paused": number | null; "limit": number | null; "extra": [number, number]; "heard": number | null; "gaps": number; "error": { "event": string; "by": string; "reason": string | null } | null; "waiting": "vendor" | "lms" | "mail" | null; "waiting_since": number | null; "effects": [number, number]; "review": string | null; "flag": boolean; "notes": number; "earlier": (number)[] };
    BoardCounts: { "not_started": number; "getting_ready": number; "running": number; "asked_to_end": number; "stopped": number; "handed_in": number; "in_review": number; "done": number; "declined": number; "trouble": number };
    ExamBoard: { "seq": number; "server_time": number; "exam": { "id": number; "course": string; "name": string; "type": "timed" | "proctored" | "practice" | "onboarding"; "backend": string | null; "time_limit_minutes": number; "due_at": number | null; "silent_after_seconds": number | null; "paused_since": number | null }; "groups": ({ "id": number; "name": string })[]; "counts": components["schemas"]["BoardCounts"] | null; "rows": (components["schemas"]["Row"])[]; "gone": (number)[] | null };
    BoardEvent: { "event": "row"; "data": components["schemas"]["Row"] } | { "event": "gone"; "data": { "id": number } } | { "event": "counts"; "data": components["schemas"]["BoardCounts"] } | { "event": "heard"; "data": ([number, number])[] } | { "event": "act"; "data": { "bulk_id": string; "done": number; "failed": number } } | { "event": "pulse"; "data": { "server_time": number } } | { "event": "resync"; "data": Record<string, never> };
    Today: ({ "exam": { "id": number; "name": string; "type": string; "due_at": number | null }; "course": string; "counts": components["schemas"]["BoardCounts"]; "trouble": number; "first_end": number | null; "last_end": number | null; "refused_effects": number })[];
    ActAnswer: { "attempt": components["schemas"]["Row"] | null; "undo": { "id": string; "until": number } | null };
    ActConflict: { "detail": string; "attempt": components["schemas"]["Row"] | null };
    UndoAnswer: { "attempt": components["schemas"]["Row"] | null };
    UndoConflict: { "detail": string; "attempt": components["schemas"]["Row"] | null; "meanwhile": ({ "at": number; "event": string; "caused_by": string })[] };
    PossibleActs: { "v": number; "acts": ({ "act": "mark-ready-to-resume" | "pause" | "unpause" | "extra-time" | "correct-end" | "submit" | "error" | "set-status" | "reapply" | "reset" | "delete"; "possible": boolean; "why": string | null; "detail": string | null; "roles": ("invigilator" | "reviewer" | "course_staff" | "global_staff")[] })[] };
    BulkPreview: { "will": number; "will_not": ({ "id": number; "why": string; "detail": string })[]; "token": string };
    BulkBegun: { "bulk_id": string };
    BulkAct: { "bulk_id": string; "course": string; "sitting_exam": number | null; "act": "mark-ready-to-resume" | "pause" | "unpause" | "extra-time" | "submit" | "error" | "set-status" | "reset" | "delete"; "payload": { "minutes"?: number; "status"?: "eligible" | "created" | "download_software_clicked" | "ready_to_start" | "started" | "ready_to_submit" | "declined" | "timed_out" | "submitted" | "second_review_required" | "verified" | "rejected" | "error" | "onboarding_missing" | "onboarding_pending" | "onboarding_failed" | "onboarding_expired" }; "reason": string | null; "category": "power" | "network" | "vendor-software" | "fire-alarm" | "medical" | "illness" | "misconduct" | "staff-error" | "other"; "by": { "user": string | null; "name": string | null; "role": "invigilator" | "reviewer" | "course_staff" | "global_staff" }; "at": string; "finished_at": string | null; "undo_until": number | null; "total": number; "done": number; "failed": number; "outcomes": Record<string, number>; "results": ({ "id": number; "exam": number; "learner": [number, string, string]; "outcome": "pending" | "done" | "failed" | "undoing" | "undone" | "not_undone"; "detail": string | null; "detail_text": string | null })[]; "next": string | null };
    BulkAsked: { "asked": number };
    Me: { "user": { "id": number; "username": string; "name": string }; "roles": ({ "role": "global_staff" | "course_staff" | "invigilator" | "reviewer" | "operator"; "course": string | null; "group": string | null })[]; "zone": string; "locale": string | null; "undo_window_seconds": number; "session_ends_at": number | null; "signed_in_by": "token" | "session" };
    OnboardingOverview: { "counts": { "none": number; "started": number; "submitted": number; "rejected": number; "error": number; "verified": number; "expiring": number; "expired": number }; "rows": ({ "learner": [number | null, string, string]; "state": "none" | "started" | "submitted" | "rejected" | "error" | "verified" | "expiring" | "expired"; "since": string | null; "expires_at": string | null; "exam": number | null; "attempt_id": number | null })[]; "next": string | null };
    AttemptPage: { "attempts": (components["schemas"]["Row"])[]; "next": string | null };
    EffectPage: { "effects": ({ "key": string; "attempt_id": number; "course": string; "exam": number; "kind": string; "target": "vendor" | "lms" | "mail" | "attempt"; "outcome": "pending" | "refused"; "planned_at": string; "last_error": string | null; "tries": number })[]; "next": string | null };
    ActPage: { "acts": ({ "at": string; "person": string | null; "by": "staff" | "operator"; "attempt_id": number | null; "course": string; "exam": number; "learner": [number, string, string]; "kind": string; "from": string | null; "to": string | null; "allowance": { "kind": string; "value": string | null } | null; "reason": string | null; "bulk_id": string | null; "undo": { "id": string; "until": number } | null })[]; "next": string | null };
    AttemptReviews: { "attempt_id": number; "revisions": ({ "number": number; "status": string; "comments": ({ "start": number; "stop": number; "text": string; "status": string })[]; "received_at": string; "by": string | null })[]; "recording": boolean };
    Recording: { "url": string };
    ReviewQueue: { "reviews": ({ "attempt": components["schemas"]["Row"]; "exam_name": string; "waiting_since": string; "due_at": string; "status": string | null; "comments": ({ "start": number; "stop": number; "text": string; "status": string })[]; "received_at": string | null; "by": string | null; "revisions": number; "recording": boolean })[]; "next": string | null };
    Backends: ({ "name": string; "kind": string; "last_ok": string | null; "last_error": { "at": string; "message": string } | null; "breaker": "closed" | "open"; "pending": number; "refused": number; "is_default": boolean })[];
    ExamConfiguration: { "exam": { "id": number; "course": string; "name": string }; "settings": ({ "name": string; "value": string | number | boolean | null; "source": "exam" | "policy" | "vendor" | "environment" | "default" })[]; "backend": { "name": string; "kind": string; "last_ok": string | null; "last_error": { "at": string; "message": string } | null; "breaker": "closed" | "open"; "pending": number; "refused": number } | null };
    SavedViews: { "views": ({ "name": string; "query": string })[] };
    CourseView: { "id": number; "name": string; "query": string; "shared_by": [number, string, string] };
    CourseViews: { "views": (components["schemas"]["CourseView"])[] };
    CourseAllowance: { "id": number; "learner": [number, string, string]; "exam": number; "exam_name": string; "kind": string; "value": string; "minutes": number | null; "reason": string | null; "by": string | null; "expires_on": string | null; "used_by": number | null };
    AllowancePage: { "allowances": (components["schemas"]["CourseAllowance"])[]; "exams": ({ "id": number; "name": string; "time_limit_minutes": number; "due_at": string | null })[]; "next": string | null };
    AllowancePlan: { "new": number; "changed": number; "same": number; "errors": number; "rows": ({ "line": number; "learner": string; "exam": string; "outcome": "new" | "changed" | "same" | "error"; "field": string | null; "code": string | null; "message": string | null })[]; "token": string };
    RetryAnswer: { "effects": number };
    StaffNote: { "id": number; "attempt_id": number; "at": string; "by": string; "by_name": string; "role": "invigilator" | "reviewer" | "course_staff" | "global_staff"; "kind": "note" | "incident"; "category": "power" | "network" | "vendor-software" | "fire-alarm" | "medical" | "illness" | "misconduct" | "staff-error" | "other"; "text": string; "flag": boolean | null; "edited_at": string | null; "editable_until": string | null };
    StaffNotes: { "notes": (components["schemas"]["StaffNote"])[]; "flag": boolean };
    SessionOffer: { "people": ({ "username": string; "name": string; "roles": (string)[] })[]; "provider": { "start": string } | null; "csrf_token": string };
    SessionStarted: { "username": string; "expires_at": number };
    CourseConfiguration: { "provider": string | null; "escalation_email": string | null };
    ProviderChoice: { "name": string; "verbose_name": string; "lti_configuration_id": string };
    ProviderSettings: { "proctoring_escalation_email"?: string | null; "provider_name"?: string; "provider_tech_support_email"?: string | null; "provider_tech_support_phone"?: string | null; "provider_tech_support_url"?: string | null };
    ExamAccessToken: { "exam_access_token": string; "exam_access_token_expiration": number };
    CourseExam: { "id": number; "exam_name": string; "course_id": string; "content_id": string; "time_limit_mins": number; "due_date": string | null; "exam_type": "timed" | "proctored" | "practice" | "onboarding"; "hide_after_due": boolean; "is_active": boolean };
    ExamAttempt: { "attempt_id": number; "attempt_status": string; "course_id": string; "exam_type": string; "exam_display_name": string; "exam_url_path": string; "time_remaining_seconds": number };
    ExamWithAttempt: { "id": number; "exam_name": string; "course_id": string; "content_id": string; "time_limit_mins": number; "due_date": string | null; "exam_type": "timed" | "proctored" | "practice" | "onboarding"; "hide_after_due": boolean; "is_active": boolean; "type": string; "is_proctored": boolean; "is_practice_exam": boolean; "backend": string | null; "passed_due_date": boolean; "total_time": number; "attempt": components["schemas"]["ExamAttempt"] | Record<string, never> };
    ChangedAttempt: { "exam_attempt_id": number };
    ExamAttempts: { "count": number; "next": string | null; "previous": string | null; "results": ({ "attempt_id": number; "attempt_status": string; "start_time": string | null; "end_time": string | null; "allowed_time_limit_mins": number | null; "exam_type": string; "exam_display_name": string; "username": string; "proctored_review": { "submission_time": string | null; "severity": string; "submission_reason": string } | null })[] };
    ExtraTime: { "id": number; "exam_id": number; "user_id": number; "extra_time_mins": number; "username": string; "exam_name": string; "email": string };
    InstructorExam: { "id": number; "exam_name": string; "course_id": string; "content_id": string; "time_limit_mins": number; "due_date": string | null; "exam_type": "timed" | "proctored" | "practice" | "onboarding"; "hide_after_due": boolean; "is_active": boolean; "is_proctored": boolean; "is_practice_exam": boolean };
    InstructorAttempts: { "count": number; "num_pages": number; "current_page": number; "next": string | null; "previous": string | null; "results": ({ "id": number; "user": { "id": number; "username": string; "email": string }; "exam_id": number; "exam_name": string; "exam_type": "timed" | "proctored" | "practice" | "onboarding"; "allowed_time_limit_mins": number | null; "start_time": string | null; "end_time": string | null; "status": string; "ready_to_resume": boolean })[] };
    InstructorAllowances: { "count": number; "num_pages": number; "current_page": number; "next": string | null; "previous": string | null; "results": ({ "id": number; "user": { "id": number; "username": string; "email": string }; "proctored_exam": { "id": number; "exam_name": string; "exam_type": "timed" | "proctored" | "practice" | "onboarding" }; "key": string; "value": string })[] };
    GrantedAllowances: { "allowance_type": string; "value": string; "results": ({ "identifier": number | string; "success": boolean; "error"?: string; "exam_id": number })[] };
    RemovedAllowances: { "allowance_type": string; "results": ({ "identifier": number | string; "success": boolean; "error"?: string })[] };
    ActiveExam: { "exam": components["schemas"]["Exam"]; "attempt": components["schemas"]["Attempt"]; "allowances": (components["schemas"]["Allowance"])[] };
    ProctoringSettings: { "platform_name": string; "contact_us": string; "link_urls": Record<string, unknown> | null; "exam_proctoring_backend": Record<string, unknown> | null; "provider_tech_support_email"?: string; "provider_tech_support_phone"?: string; "provider_name"?: string; "learner_notification_from_email"?: string; "integration_specific_email"?: string; "proctoring_escalation_email"?: string | null };
    ExamView: { "view": "timed_exam/entrance" | "timed_exam/expired" | "timed_exam/ready_to_submit" | "timed_exam/submitted" | "proctored_exam/inactive_account" | "proctored_exam/failed-prerequisites" | "proctored_exam/pending-prerequisites" | "proctored_exam/entrance" | "proctored_exam/expired" | "proctored_exam/instructions" | "proctored_exam/ready_to_start" | "proctored_exam/ready_to_resume" | "proctored_exam/error_wrong_browser" | "proctored_exam/ready_to_submit" | "proctored_exam/submitted" | "proctored_exam/verified" | "proctored_exam/rejected" | "proctored_exam/error" | "proctored_exam/onboarding_error" | "practice_exam/entrance" | "practice_exam/submitted" | "practice_exam/error" | "onboarding_exam/entrance" | "onboarding_exam/ready_to_submit" | "onboarding_exam/submitted" | "onboarding_exam/verified" | "onboarding_exam/rejected" | "onboarding_exam/error" | null; "attempt_id": number | null; "offers": { "system_check": boolean; "retry": boolean; "continue_working": boolean; "result_pending": boolean; "time_expired": boolean } };
    MfeExam: { "id": number; "course_id": string; "content_id": string; "external_id": string | null; "exam_name": string; "time_limit_mins": number; "is_proctored": boolean; "is_practice_exam": boolean; "is_active": boolean; "due_date": string | null; "hide_after_due": boolean; "backend": string | null; "attempt": components["schemas"]["Timer"] | Record<string, never>; "type": "timed" | "proctored" | "practice" | "onboarding"; "passed_due_date": boolean; "use_legacy_attempt_api": true; "total_time"?: string; "prerequisite_status"?: { "are_prerequisites_satisifed": boolean; "satisfied_prerequisites": ({ "namespace": string; "name": string })[]; "failed_prerequisites": ({ "namespace": string; "name": string })[]; "pending_prerequisites": ({ "namespace": string; "name": string })[]; "declined_prerequisites": ({ "namespace": string; "name": string })[] }; "onboarding_link"?: string };
    OnboardingStatus: { "onboarding_status": string | null; "onboarding_link": string | null; "expiration_date": string | null; "onboarding_past_due": boolean; "onboarding_release_date": string; "review_requirements_url": string };
    OnboardingList: { "count": number; "previous": string | null; "next": string | null; "num_pages": number; "results": ({ "username": string; "enrollment_mode": string; "status": string | null; "modified": string | null })[]; "use_onboarding_profile_api": boolean };
    TestOutcome: { "id": string; "type": "org.durable-proctoring.test.v1"; "target": string; "taken": boolean; "status": number | null; "seconds": number; "meaning": string };
    LtiControlAnswer: { "status": "none" | "running" | "paused" | "terminated" | "complete"; "extra_time"?: number };
    LtiKeys: { "keys": ({ "kty": string; "kid": string; "alg": string; "use": string; "n": string; "e": string })[] };
    LtiAccessToken: { "access_token": string; "token_type": "bearer"; "expires_in": number; "scope": string };
    LtiRoster: ([string, string])[];
    GroupedAttempts: { "proctored_exam_attempts": ({ "id": number; "created": string; "modified": string; "user": components["schemas"]["User"]; "started_at": string | null; "completed_at": string | null; "external_id": string | null; "status": string; "proctored_exam": components["schemas"]["Exam"]; "allowed_time_limit_mins": number | null; "attempt_code": string; "is_sample_attempt": boolean; "taking_as_proctored": boolean; "review_policy_id": number | null; "is_status_acknowledged": boolean; "time_remaining_seconds": number | null; "is_resumable": boolean; "ready_to_resume": boolean; "resumed": boolean; "paused_at"?: string; "all_attempts": (components["schemas"]["Attempt"])[] })[]; "pagination_info": { "has_previous": boolean; "has_next": boolean; "current_page": number; "total_pages": number }; "attempt_url": string };
    Timeline: { "attempt_id": number; "status": string; "started_at": string | null; "ends_at": string | null; "set_up_confirmed": boolean | null; "completed_at": string | null; "last_heard_at": string | null; "connection_gaps": ({ "from": string; "to": string | null; "seconds": number; "service_outage_seconds": number; "ended_attempt": boolean })[]; "steps": ({ "at": string; "event": string; "from": string | null; "to": string; "caused_by": string; "time_remaining_seconds": number | null })[]; "pauses": ({ "from": string; "to": string | null })[]; "notices": ({ "at": string; "kind": string; "outcome": string })[] };
    StaffTimeline: { "attempt_id": number; "status": string; "started_at": string | null; "ends_at": string | null; "set_up_confirmed": boolean | null; "completed_at": string | null; "last_heard_at": string | null; "connection_gaps": ({ "from": string; "to": string | null; "seconds": number; "service_outage_seconds": number; "ended_attempt": boolean })[]; "steps": ({ "at": string; "event": string; "from": string | null; "to": string; "caused_by": string; "time_remaining_seconds": number | null; "version": number; "actor": string | null; "actor_name": string | null; "actor_role": "invigilator" | "reviewer" | "course_staff" | "global_staff" | null; "reason": string | null; "category": "power" | "network" | "vendor-software" | "fire-alarm" | "medical" | "illness" | "misconduct" | "staff-error" | "other" | null; "minutes": number | null; "ends_at": string | null; "request_id": string | null; "bulk_id": string | null })[]; "pauses": ({ "from": string; "to": string | null })[]; "notices": ({ "at": string; "kind": string; "outcome": string })[]; "attempt_code": string; "allowed_because": ({ "minutes": number; "kind": "planned" | "incident"; "by": string | null; "reason": string | null; "at": string })[]; "reports": ({ "at": string; "received_at": string; "action": string; "severity": number; "reason_code": string; "reason": string; "minutes": number | null })[]; "ignored": ({ "at": string; "event": string; "refusal": string; "caused_by": string; "actor": string | null })[]; "effects": ({ "key": string; "version": number; "kind": string; "target": "vendor" | "lms" | "mail" | "attempt"; "outcome": "pending" | "done" | "refused" | "withheld"; "planned_at": string; "finished_at": string | null; "last_error": string | null; "tries": ({ "number": number; "began_at": string; "ended_at": string | null; "outcome": "under_way" | "done" | "failed" | "refused" | "unknown"; "error": string | null })[]; "retry_requests": ({ "at": string; "caused_by": string; "actor": string | null; "reason": string | null })[]; "possibly_delivered_twice": boolean })[]; "workflow_url": string | null };
  };
}
