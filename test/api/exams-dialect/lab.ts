import { generateKeyPairSync } from 'node:crypto';
import { DEMO_COURSE, PEOPLE, type Person } from '../../../dev/people.ts';
import {
  newLearner,
  startApi,
  type Answer,
  type Api,
  type ApiOptions,
  type CallOptions,
  type Method,
} from '../harness.ts';

export const EXAM_TOKEN_KEY = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;

const BACKENDS = {
  DEFAULT: 'null',
  null: {},
  watchful: {
    type: 'lti',
    verbose_name: 'Watchful Eye',
    lti_configuration_id: '11',
    tech_support_email: 'help@watchful.example.com',
    tech_support_url: 'https://watchful.example.com/help',
  },
  nearby: { type: 'lti', verbose_name: 'Nearby', lti_configuration_id: '12', org_key: 'Demo' },
  faraway: { type: 'lti', verbose_name: 'Faraway', lti_configuration_id: '13', org_key: 'Elsewhere' },
};

/** The API with LTI tools to choose from and a key for exam access tokens. */
export interface ExamsLab {
  api: Api;
  /** Calls a path below the prefix of the dialect. */
  exams: (method: Method, path: string, options?: CallOptions) => Promise<Answer>;
}

export async function startExamsLab(options: ApiOptions = {}): Promise<ExamsLab> {
  const env = {
    PROCTORING_BACKENDS: JSON.stringify(BACKENDS),
    EXAM_TOKEN_KEY: EXAM_TOKEN_KEY.export({ type: 'pkcs8', format: 'pem' }).toString(),
    EXAM_TOKEN_ISSUER: 'https://exams.example.com',
    ...options.env,
  };
  const api = await startApi({ ...options, env });
  return { api, exams: (method, path, given) => api.callRoot(method, `/api/v1${path}`, given) };
}

/** A course that nobody else uses, and someone on its staff. */
export function newCourse(): { course: string; carol: Person } {
  const course = `course-v1:Demo+Exams+${crypto.randomUUID()}`;
  return { course, carol: { ...newLearner(), staffOf: [course] } };
}

export interface ItemFields {
  content_id?: string;
  exam_name?: string;
  time_limit_mins?: unknown;
  due_date?: unknown;
  exam_type?: string;
  hide_after_due?: boolean;
  is_active?: boolean;
}

/** An exam as Studio sends it: timed, active, 30 minutes. */
export const item = (fields: ItemFields = {}) => ({
  course_id: DEMO_COURSE,
  content_id: `block-v1:Demo+Exams+type@sequential+block@${crypto.randomUUID()}`,
  exam_name: 'Midterm',
  time_limit_mins: 30,
  due_date: null,
  exam_type: 'timed',
  hide_after_due: false,
  is_active: true,
  backend: 'lti_external',
  ...fields,
});

export type ListedExam = { id: number; content_id: string; exam_type: string; is_active: boolean };

/** Makes the list the exams of the course; answers them as they are listed afterwards. */
export async function register(
  { exams }: Pick<ExamsLab, 'exams'>,
  course: string,
  items: ReturnType<typeof item>[],
): Promise<ListedExam[]> {
  await exams('PATCH', `/exams/course_id/${course}/`, { as: PEOPLE.lms, body: items });
  return (await exams('GET', `/exams/course_id/${course}/`, { as: PEOPLE.lms })).body as ListedExam[];
}

/** A course with one exam. */
export async function courseWith(lab: Pick<ExamsLab, 'exams'>, fields: ItemFields = {}) {
  const { course, carol } = newCourse();
  const [exam] = await register(lab, course, [item(fields)]);
  if (!exam) throw new Error('The exam was not registered.');
  return { course, carol, examId: exam.id, contentId: exam.content_id };
}

/** Creates an attempt, with its clock started; answers its id. */
export async function begin({ exams }: Pick<ExamsLab, 'exams'>, as: Person, examId: number): Promise<number> {
  const body = { exam_id: examId, start_clock: 'true', attempt_proctored: 'false' };
  const answer = await exams('POST', '/exams/attempt', { as, body });
  return (answer.body as { exam_attempt_id: number }).exam_attempt_id;
}
