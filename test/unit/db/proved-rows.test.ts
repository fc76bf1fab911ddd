import { expect, it } from 'vitest';
import { z } from 'zod';
import { rowOf, wholeNumber } from '../../../db/columns.ts';
import { provedRowOf } from '../../../db/proved-rows.ts';

const shape = {
  attemptCode: z.string(),
  exam: z.object({ timeLimitMins: wholeNumber, dueDate: wholeNumber.nullable() }),
  grant: z.object({ additionalMins: z.string().nullable().transform(Number), at: wholeNumber }).nullable(),
  marks: z.array(z.string().transform((text) => text.length)),
};
const given = { attempt_code: 'a', 'exam.time_limit_mins': 90, 'exam.due_date': null, marks: ['one', 'three'] };
const rows = [
  { ...given, 'grant.additional_mins': '15', 'grant.at': 3 },
  { ...given, 'grant.additional_mins': null, 'grant.at': null },
];

it('a proved row is what a checked one is, however many have come', () => {
  const [proved, checked] = [provedRowOf(shape), rowOf(shape)];
  for (let time = 0; time < 200; time += 1) {
    for (const row of rows) expect(proved['~standard'].validate(row)).toEqual({ value: checked.parse(row) });
  }
});

it('the first rows of a process are checked', () => {
  const proved = provedRowOf(shape);
  expect(proved['~standard'].validate({ ...rows[0], attempt_code: 7 })).toHaveProperty('issues');
});
