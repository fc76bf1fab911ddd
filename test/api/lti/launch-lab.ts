import { decodeJwt, type JWTPayload } from 'jose';
import { expect } from 'vitest';
import { PEOPLE, type Person } from '../../../dev/people.ts';
import { newCourse, register, item } from '../exams-dialect/lab.ts';
import { newLearner, type Answer } from '../harness.ts';
import type { LtiLab } from './lab.ts';

/** A learner at the door of a proctored exam: their attempt is created, and its clock does not run. */
export interface Sitting {
  learner: Person;
  carol: Person;
  examId: number;
  contentId: string;
  attemptId: number;
  status: () => Promise<string>;
  act: (action: string) => Promise<Answer>;
}

const inputOf = (text: string, name: string) => new RegExp(`name="${name}" value="([^"]*)"`).exec(text)?.[1] ?? '';

/** A course with one exam that the back-end proctors. */
export async function proctoredCourse(lab: LtiLab, backend = 'watchful') {
  const { course, carol } = newCourse();
  const body = { provider: backend, escalation_email: null };
  await lab.exams('PATCH', `/configs/course_id/${course}`, { as: PEOPLE.dora, body });
  const [exam] = await register(lab, course, [item({ exam_type: 'proctored' })]);
  if (!exam) throw new Error('The exam was not registered.');
  return { course, carol, examId: exam.id, contentId: exam.content_id };
}

export async function sitDown(lab: LtiLab, backend = 'watchful'): Promise<Sitting> {
  return await sitDownIn(lab, await proctoredCourse(lab, backend));
}

/** Another learner on the same exam. */
export async function sitDownIn(
  lab: LtiLab,
  { carol, examId, contentId }: Awaited<ReturnType<typeof proctoredCourse>>,
  learner = newLearner(),
): Promise<Sitting> {
  const body = { exam_id: examId, start_clock: 'false' };
  const created = await lab.exams('POST', '/exams/attempt', { as: learner, body });
  const { exam_attempt_id: attemptId } = created.body as { exam_attempt_id: number };
  const latest = `/exams/attempt/latest?content_id=${encodeURIComponent(contentId)}`;
  return {
    learner,
    carol,
    examId,
    contentId,
    attemptId,
    status: async () =>
      ((await lab.exams('GET', latest, { as: learner })).body as { attempt_status: string }).attempt_status,
    act: (action) => lab.exams('PUT', `/exams/attempt/${attemptId}`, { as: learner, body: { action } }),
  };
}

/** What the tool is sent with the browser at the beginning of a launch. */
export async function loginOf(lab: LtiLab, path: string, as: Person): Promise<Record<string, string>> {
  const answer = await lab.api.callRoot('GET', path, { as });
  expect(answer, String(answer.headers['x-error-code'])).toMatchObject({ status: 302 });
  return Object.fromEntries(new URL(String(answer.headers['location'])).searchParams);
}

/** The tool's request for the message, with `more` in place of what is right. */
export function requestMessage(lab: LtiLab, login: Record<string, string>, more: Record<string, string> = {}) {
  const query = new URLSearchParams({
    client_id: login['client_id'] ?? '',
    redirect_uri: login['target_link_uri'] ?? '',
    response_type: 'id_token',
    response_mode: 'form_post',
    scope: 'openid',
    prompt: 'none',
    state: 'state "of" the tool',
    nonce: 'nonce-1',
    login_hint: login['login_hint'] ?? '',
    lti_message_hint: login['lti_message_hint'] ?? '',
    ...more,
  });
  return lab.api.callRoot('GET', `/lti/lti_consumer/v1/launch/?${query.toString()}`);
}

/** The claims of the message on a page of ours. */
export function messageOn({ status, body }: Answer): JWTPayload {
  expect(status, String(body)).toBe(200);
  return decodeJwt(inputOf(String(body), 'id_token'));
}

/** Goes the learner's way to the tool; answers its message. */
export async function launched(lab: LtiLab, { attemptId, learner }: Sitting): Promise<JWTPayload> {
  const login = await loginOf(lab, `/lti/start_proctoring/${attemptId}`, learner);
  return messageOn(await requestMessage(lab, login));
}

/** The browser brings the tool's answer. */
export const postStart = (lab: LtiLab, token: string) =>
  lab.api.callRoot('POST', '/lti/lti_consumer/v1/start_proctoring_assessment', { form: { JWT: token } });

/** Has the tool confirm the setup; answers its message of the start. */
export async function setUp(lab: LtiLab, sitting: Sitting, claims: JWTPayload = {}): Promise<JWTPayload> {
  const message = await launched(lab, sitting);
  const answer = await postStart(lab, await lab.tool.startAssessment(message, claims));
  expect(answer, String(answer.body)).toMatchObject({ status: 200 });
  return message;
}
