import { demoExams } from '../../dev/demo-exams.ts';
import { DEMO_COURSE, PEOPLE, signToken, type Person } from '../../dev/people.ts';
import { KEY } from '../support/process-stand.ts';
import type { Role } from './roles.ts';

/** What there is in the course, by the names of parameters and fields that name it. */
export type Things = Record<string, (string | number)[]>;

const WIRE = '/api/edx_proctoring/v1/proctored_exam';
const OWN = '/api/proctoring/v1';

/** Sends a request and answers its JSON; throws unless it is carried out. */
type Call = (token: string, method: string, path: string, body?: unknown) => Promise<Record<string, unknown>>;

function callerOf(url: string): Call {
  return async (token, method, path, body) => {
    const headers = { authorization: `JWT ${token}`, 'content-type': 'application/json' };
    const answer = await fetch(url + path, {
      method,
      headers,
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}: ${text}`);
    return (text === '' ? {} : JSON.parse(text)) as Record<string, unknown>;
  };
}

/** The demo exams, none so short that it ends meanwhile, and one for a tool. */
function examsOf(backend: string): object[] {
  const exams = demoExams(backend).map((exam) => ({ ...exam, time_limit_mins: 90 }));
  const [first] = exams;
  const launched = { content_id: 'block-v1:Demo+launched', exam_name: 'Launched', is_proctored: true, backend: 'tool' };
  return [...exams, { ...first, ...launched }];
}

/** Somebody who takes the exams, besides the learner who signs in. */
function learner(number: number): Person {
  const username = `candidate-${number}`;
  return { username, userId: 5_000 + number, name: 'A Candidate', email: `${username}@example.org` };
}

interface ListedExam {
  id: number;
  content_id: string;
  is_proctored: boolean;
}

/** An attempt of somebody on an exam, as they read it. */
async function makeAttempt(call: Call, { id: exam_id, is_proctored }: ListedExam, person: Person) {
  const token = await signToken(person, KEY);
  const wish = { exam_id, attempt_proctored: String(is_proctored) };
  const { exam_attempt_id: id } = await call(token, 'POST', `${WIRE}/attempt`, wish);
  const { attempt_code, external_id } = await call(token, 'GET', `${WIRE}/attempt/${String(id)}`);
  return { id: Number(id), code: String(attempt_code), externalId: String(external_id) };
}

/** Minutes for one of the attempts, as an act on many. */
async function makeBulk(call: Call, token: string, id: number): Promise<string> {
  const address = `${OWN}/courses/${DEMO_COURSE}/bulk`;
  const wish = { act: 'extra-time', payload: { minutes: 5 }, reason: 'A power cut', targets: { ids: [id] } };
  const { token: preview } = await call(token, 'POST', address, { ...wish, dry_run: true });
  const { bulk_id } = await call(token, 'POST', address, { ...wish, token: preview });
  return String(bulk_id);
}

/** Registers exams in the demo course and lets people take them and staff act on them; answers what there is. */
export async function makeThings(url: string, tokens: Record<Role, string>): Promise<Things> {
  const call = callerOf(url);
  const { 'LMS service': lms, 'course staff': staff, learner: alice } = tokens;
  const course = `${OWN}/courses/${DEMO_COURSE}`;
  await call(lms, 'PATCH', `${WIRE}/exam_registration/course_id/${DEMO_COURSE}`, examsOf('watcher'));
  const exams = (await call(lms, 'GET', `${WIRE}/exam/course_id/${DEMO_COURSE}`)) as unknown as ListedExam[];
  const people = [PEOPLE.alice, learner(1), learner(2), learner(3)];
  const attempts = [];
  for (const exam of exams) for (const person of people) attempts.push(await makeAttempt(call, exam, person));
  const [first] = attempts;
  if (!first) throw new Error('There is one.');
  await call(alice, 'PUT', `${WIRE}/attempt/${first.id}`, { action: 'start' });
  const note = await call(staff, 'POST', `${OWN}/attempts/${first.id}/notes`, { text: 'Came late' });
  const view = await call(staff, 'PUT', `${course}/views`, { name: 'Trouble', query: 'trouble=1' });
  const allowance = { exam_id: exams[0]?.id, user_info: 'candidate-1', key: 'additional_time_granted', value: '10' };
  await call(staff, 'PUT', `${WIRE}/allowance`, allowance);
  const { allowances } = (await call(staff, 'GET', `${course}/allowances`)) as { allowances?: { id: number }[] };
  const [examIds, names] = [exams.map(({ id }) => id), people.map(({ username }) => username)];
  return {
    course: [DEMO_COURSE],
    course_id: [DEMO_COURSE],
    exam_id: examIds,
    exam: examIds,
    content_id: exams.map(({ content_id }) => content_id),
    attempt_id: attempts.map(({ id }) => id),
    attempt: attempts.map(({ id }) => id),
    user_id: people.map(({ userId }) => userId),
    username: names,
    user_info: names,
    attempt_code: attempts.map(({ code }) => code),
    external_id: attempts.map(({ externalId }) => externalId).filter((id) => id !== 'null'),
    bulk_id: [await makeBulk(call, staff, first.id)],
    note_id: [Number(note.id)],
    view_id: [Number(view.id)],
    allowance_id: (allowances ?? []).map(({ id }) => id),
    backend: ['watcher', 'tool', 'mock'],
    registration: ['21'],
    version: [1, 2],
  };
}
