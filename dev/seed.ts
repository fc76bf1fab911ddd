import { z } from 'zod';
import { contentId, demoExams } from './demo-exams.ts';
import { DEMO_COURSE, PEOPLE, signToken } from './people.ts';

const examsSchema = z.array(z.object({ id: z.number(), content_id: z.string() }));

/** Base of the REST routes below the address of the API. */
export const API_PATH = '/api/edx_proctoring/v1/proctored_exam';

async function call(url: string, token: string, init: RequestInit = {}): Promise<unknown> {
  const headers = { Authorization: `JWT ${token}`, 'Content-Type': 'application/json' };
  const response = await fetch(url, { ...init, headers });
  const body = await response.text();
  if (!response.ok) throw new Error(`${init.method ?? 'GET'} ${url} answered ${response.status}: ${body}`);
  return JSON.parse(body);
}

/** The exams that the printed session takes. */
export interface DemoIds {
  timedExamId: number;
  oneMinuteExamId: number;
}

/**
 * Registers the demo course's exams as an LMS would, unless the course has exams already, and lets each person sign in
 * once, so that they are known by name.
 */
export async function seed(apiUrl: string, jwtKey: string, backend: string | undefined): Promise<DemoIds> {
  const base = `${apiUrl}${API_PATH}`;
  for (const person of Object.values(PEOPLE)) await call(`${base}/active_attempt`, await signToken(person, jwtKey));
  const lms = await signToken(PEOPLE.lms, jwtKey);
  const readExams = async () => examsSchema.parse(await call(`${base}/exam/course_id/${DEMO_COURSE}`, lms));
  if ((await readExams()).length === 0) {
    const body = JSON.stringify(demoExams(backend));
    await call(`${base}/exam_registration/course_id/${DEMO_COURSE}`, lms, { method: 'PATCH', body });
  }
  const exams = await readExams();
  const idOf = (block: string) => {
    const exam = exams.find(({ content_id }) => content_id === contentId(block));
    if (!exam)
      throw new Error(`The course ${DEMO_COURSE} has lost the exam "${block}"; remove the data to start again`);
    return exam.id;
  };
  return { timedExamId: idOf('timed'), oneMinuteExamId: idOf('one-minute') };
}
