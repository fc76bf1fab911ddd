import { expect, it } from 'vitest';
import { pausesOf } from '../../../api/timeline/pauses.ts';

const step = (at: number, event: string, toStatus = 'started') => ({ at, event, toStatus });

it('a pause lasts until staff let the clock go on, or something stops it for good', () => {
  const steps = [
    step(1, 'start'),
    step(2, 'pause'),
    step(3, 'stop', 'ready_to_submit'),
    step(4, 'unpause', 'ready_to_submit'),
    step(5, 'pause', 'ready_to_submit'),
    step(6, 'review', 'second_review_required'),
    step(7, 'submit', 'submitted'),
    step(8, 'review', 'verified'),
  ];
  expect(pausesOf(steps)).toEqual([
    { from: 2, to: 4 },
    { from: 5, to: 7 },
  ]);
  expect(pausesOf(steps.slice(0, 3))).toEqual([{ from: 2, to: null }]);
  expect(pausesOf([step(2, 'pause'), step(9, 'delete', '(deleted)')])).toEqual([{ from: 2, to: 9 }]);
});
