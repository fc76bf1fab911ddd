// Running attempts, made as learners make them.
import type { Person } from '../../../dev/people.ts';
import { newLearner, type Answer, type Api, type Method } from '../harness.ts';
import { signedIn, type Headers } from './tokens.ts';

const ATTEMPT = '/api/edx_proctoring/v1/proctored_exam/attempt';

function bodyOf({ status, body }: Answer): unknown {
  if (status >= 300) throw new Error(`Not prepared: ${status} ${JSON.stringify(body)}`);
  return body;
}

/** Sends what must be accepted. */
export const sender =
  (api: Api, headers: Headers) =>
  async <Body>(method: Method, path: string, body?: object): Promise<Body> =>
    bodyOf(await api.callRoot(method, path, { headers, ...(body && { body }) })) as Body;

/** An attempt and whose it is. */
export interface Attempt {
  learner: Person;
  user_id: number;
  username: string;
  attempt_id: number;
  attempt_code: string;
}

/** Has a new learner begin the exam. */
export async function beginAttempt(api: Api, exam_id: number): Promise<Attempt> {
  const learner = newLearner();
  const send = sender(api, await signedIn(learner));
  const wish = { exam_id, attempt_proctored: 'true', start_clock: 'true' };
  const { exam_attempt_id: attempt_id } = await send<{ exam_attempt_id: number }>('POST', ATTEMPT, wish);
  const { attempt_code } = await send<{ attempt_code: string }>('GET', `${ATTEMPT}/${attempt_id}`);
  return { learner, user_id: learner.userId, username: learner.username, attempt_id, attempt_code };
}

/** Has the connection of the learner break. */
export async function failAttempt(api: Api, { learner, attempt_id }: Attempt): Promise<void> {
  const send = sender(api, await signedIn(learner));
  await send('PUT', `${ATTEMPT}/${attempt_id}`, { action: 'error' });
}
