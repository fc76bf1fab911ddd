import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Person } from '../../../dev/people.ts';
import { newLearner, type Answer } from '../harness.ts';
import { courseWith, startExamsLab, type ExamsLab } from './lab.ts';

/** So many that the two of one round overlap in every order that there is. */
const ROUNDS = 15;

let lab: ExamsLab;
let places: { examId: number; contentId: string }[];
beforeAll(async () => {
  lab = await startExamsLab();
  places = await Promise.all([courseWith(lab), courseWith(lab)]);
});
afterAll(() => lab.api.close());

const create = (as: Person, exam_id: number, start_clock: string) =>
  lab.exams('POST', '/exams/attempt', { as, body: { exam_id, start_clock } });
const start = (as: Person, id: number) => lab.exams('PUT', `/exams/attempt/${id}`, { as, body: { action: 'start' } });
const idOf = ({ body }: Answer) => (body as { exam_attempt_id: number }).exam_attempt_id;
const codesOf = (answers: readonly Answer[]) =>
  answers.map(({ status, headers }) => String(headers['x-error-code'] ?? status)).toSorted();

async function runningClocks(as: Person): Promise<number> {
  const latest = places.map(({ contentId }) =>
    lab.exams('GET', `/exams/attempt/latest?content_id=${encodeURIComponent(contentId)}`, { as }),
  );
  const attempts = (await Promise.all(latest)).map(
    ({ body }) => body as { attempt_id?: number; attempt_status?: string },
  );
  const running = attempts.filter(({ attempt_status: status }) => status === 'started');
  return new Set(running.map(({ attempt_id: id }) => id)).size;
}

describe('two exams that a learner starts at the same instant', () => {
  it('never run both, created with their clock, and nothing is left of the other', async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const learner = newLearner();
      const answers = await Promise.all(places.map(({ examId }) => create(learner, examId, 'true')));
      expect(codesOf(answers)).toEqual(['200', 'other_exam_running']);
      expect(await runningClocks(learner)).toBe(1);
      const again = await Promise.all(places.map(({ examId }) => create(learner, examId, 'false')));
      expect(codesOf(again)).toEqual(['200', 'attempt_already_exists']);
    }
  });

  it('never run both, created before', async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const learner = newLearner();
      const created = await Promise.all(places.map(({ examId }) => create(learner, examId, 'false')));
      const answers = await Promise.all(created.map((each) => start(learner, idOf(each))));
      expect(codesOf(answers)).toEqual(['200', 'other_exam_running']);
      expect(await runningClocks(learner)).toBe(1);
    }
  });
});
