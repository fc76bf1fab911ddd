// Takes a timed exam from its start to its end: an example of the typed client.
// Environment: PROCTORING_URL, TOKEN (of the learner), EXAM_ID.
import { createProctoringClient } from '../clients/typescript/client.ts';

const { PROCTORING_URL = 'http://127.0.0.1:8000', TOKEN = '', EXAM_ID = '' } = process.env;
const client = createProctoringClient({ baseUrl: PROCTORING_URL, token: () => TOKEN });

/** The data of an answer; an error says what to do about it. */
function dataOf<T>({ data, error }: { data?: T; error?: { detail: string } }): T {
  if (data === undefined) throw new Error(error?.detail ?? 'There is no answer.');
  return data;
}

const created = await client.POST('/api/edx_proctoring/v1/proctored_exam/attempt', {
  body: { exam_id: Number(EXAM_ID), start_clock: true, attempt_proctored: false },
});
const { exam_attempt_id: id } = dataOf(created);

const ATTEMPT = '/api/edx_proctoring/v1/proctored_exam/attempt/{attempt_id}';
const params = { path: { attempt_id: String(id) } };
const running = dataOf(await client.GET(ATTEMPT, { params }));
console.log(running.status, `${Math.floor(running.time_remaining_seconds / 60)} minutes left`);

dataOf(await client.PUT(ATTEMPT, { params, body: { action: 'submit' } }));
console.log(dataOf(await client.GET(ATTEMPT, { params })).status);
