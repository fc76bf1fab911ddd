import { examPathOf } from '../../../vendors/rest/paths.ts';
import type { Check } from '../check.ts';
import { exampleExam } from '../examples.ts';
import { expectStatus, readId } from '../expectations.ts';

/** How the vendor learns of exams. */
export const EXAM_CHECKS: readonly Check[] = [
  {
    id: 'exam-created',
    title: 'A new exam is given an id',
    async run(context) {
      const read = readId(await context.vendor.call('POST', examPathOf(null), { json: exampleExam(null) }));
      if ('problem' in read) return [read.problem];
      context.exam = read;
      return [];
    },
  },
  {
    id: 'exam-saved-again',
    title: 'An exam that is saved again keeps its id',
    async run({ vendor, exam }) {
      if (!exam) return ['There is no exam to save: see above.'];
      const problems: string[] = [];
      for (let time = 1; time <= 2; time += 1) {
        const read = readId(await vendor.call('POST', examPathOf(exam.id), { json: exampleExam(exam.id) }));
        if ('problem' in read) problems.push(read.problem);
        else if (read.id !== exam.id) problems.push(`The id changed from ${exam.id} to ${read.id}.`);
      }
      return [...new Set(problems)];
    },
  },
  {
    id: 'bad-json',
    title: 'A body that is not JSON is refused with a 4xx',
    async run({ vendor }) {
      const answer = await vendor.call('POST', examPathOf(null), { text: '{"exam_name": ' });
      return expectStatus(answer, [400, 415, 422], 'after a 5xx the service would try for ever.');
    },
  },
];
