import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { DIAGRAM_FILE, diagramPage } from '../../../dev/state-diagram.ts';

test('docs/state-diagram.md draws the table of moves (npm run state-diagram writes it)', async () => {
  expect(await readFile(DIAGRAM_FILE, 'utf8')).toBe(diagramPage());
});

test.each([
  'created --> started: start',
  'started --> ready_to_submit: stop',
  'any_status --> submitted: submit, set-status',
  'any_status --> verified: review, set-status',
  'any_status --> rejected: review, set-status',
  'any_status --> second_review_required: review, set-status',
  'any_status --> error: review, set-status',
  'error --> ready_to_resume: mark-ready-to-resume',
  'ready_to_resume --> resumed: resumed',
  'started --> timed_out: expire',
])('the diagram has %s', (arrow) => {
  expect(diagramPage()).toContain(`  ${arrow}\n`);
});
