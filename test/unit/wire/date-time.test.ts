import { describe, expect, it } from 'vitest';
import { examRegistration } from '../../../api/schemas/exam.ts';

const ITEM = {
  course_id: 'course-v1:Demo+Dates+1',
  content_id: 'final',
  exam_name: 'Final',
  time_limit_mins: 60,
  is_proctored: false,
  is_practice_exam: false,
  is_active: true,
  hide_after_due: false,
};

const read = (due_date: unknown) => {
  const { data, error } = examRegistration.safeParse({ ...ITEM, due_date });
  return data ? new Date(data.due_date ?? NaN).toISOString() : error?.issues.map(({ message }) => message).join();
};

describe('a due date', () => {
  it.each([
    ['2099-01-31T12:30:45Z', '2099-01-31T12:30:45.000Z'],
    ['2099-01-31T12:30:45.123456Z', '2099-01-31T12:30:45.123Z'],
    ['2099-01-31T12:30:45,5Z', '2099-01-31T12:30:45.500Z'],
    ['2099-01-31T12:30:45.123456+00:00', '2099-01-31T12:30:45.123Z'],
    ['2099-01-31T12:30:45+02:00', '2099-01-31T10:30:45.000Z'],
    ['2099-01-31T12:30:45-0530', '2099-01-31T18:00:45.000Z'],
    ['2099-01-31T12:30:45+02', '2099-01-31T10:30:45.000Z'],
    ['2099-01-31T12:30:45 +02:00', '2099-01-31T10:30:45.000Z'],
    ['2099-01-31 12:30:45', '2099-01-31T12:30:45.000Z'],
    ['2099-01-31t12:30:45z', '2099-01-31T12:30:45.000Z'],
    ['2099-1-3T1:2:3Z', '2099-01-03T01:02:03.000Z'],
    ['2099-01-31T12:30', '2099-01-31T12:30:00.000Z'],
    ['2099-01-31T12Z', '2099-01-31T12:00:00.000Z'],
    ['2099-01-31', '2099-01-31T00:00:00.000Z'],
    [' 2099-01-31T12:30:45Z ', '2099-01-31T12:30:45.000Z'],
    ['0001-01-01T00:00:00Z', '0001-01-01T00:00:00.000Z'],
  ])('may be written as %s', (text, instant) => {
    expect(read(text)).toBe(instant);
  });

  it.each([
    'tomorrow',
    '',
    5,
    true,
    '2099-02-30T00:00:00Z',
    '2099-13-01T00:00:00Z',
    '2099-01-01T25:00:00Z',
    '2099-01-01T00:60:00Z',
    '2099-01-01T00:00:00+25:00',
    '2099-01-01T00:00:00+02:00+02:00',
    '99-01-01T00:00:00Z',
  ])('may not be %j', (given) => {
    expect(read(given)).toMatch(/^Datetime has wrong format\./);
  });

  it('may not lie outside the years of four digits in UTC', () => {
    expect(read('9999-12-31T23:59:59-05:00')).toBe('Datetime value out of range.');
    expect(read('0001-01-01T00:00:00+05:00')).toBe('Datetime value out of range.');
  });
});
