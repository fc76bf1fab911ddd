import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { DIAGRAM_FILE, diagramPage } from '../../../dev/state-diagram.ts';

test('docs/state-diagram.md draws the transition table (npm run state-diagram writes it)', async () => {
  expect(await readFile(DIAGRAM_FILE, 'utf8')).toBe(diagramPage());
});

test('the diagram has the moves of a timed exam', () => {
  expect(diagramPage()).toContain('created --> started: start');
  expect(diagramPage()).toContain('started --> ready_to_submit: stop');
  expect(diagramPage()).toMatch(/ready_to_submit --> submitted: .*submit/);
});
