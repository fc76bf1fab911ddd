import { describe, expect, it } from 'vitest';
import { chooseOnboardingExam, type OnboardingExam } from '../../../rules/onboarding/exam-choice.ts';
import { CREATED_AT } from '../../support/attempt-builders.ts';

const NOW = CREATED_AT;

const exam = (fields: Partial<OnboardingExam> = {}): OnboardingExam => ({
  isAccessible: null,
  startAt: null,
  dueAt: null,
  courseEndAt: null,
  ...fields,
});
const open = exam();
const future = exam({ startAt: NOW + 1 });
const pastDue = exam({ dueAt: NOW - 1 });

describe('the onboarding exam to show', () => {
  it.each([
    { when: 'there is none', exams: [], chosen: null },
    { when: 'all are withheld', exams: [exam({ isAccessible: false })], chosen: null },
    { when: 'one is open', exams: [pastDue, future, open], chosen: { exam: open, availability: 'available' } },
    { when: 'none is open yet', exams: [pastDue, future], chosen: { exam: future, availability: 'future' } },
    { when: 'all are past due', exams: [pastDue], chosen: { exam: pastDue, availability: 'past_due' } },
  ])('is $chosen.availability when $when', ({ exams, chosen }) => {
    expect(chooseOnboardingExam(exams, NOW)).toEqual(chosen);
  });

  it('is the newest of those that are alike', () => {
    const [newest, older] = [exam({ dueAt: NOW + 1 }), exam({ dueAt: NOW + 2 })];
    expect(chooseOnboardingExam([newest, older], NOW)?.exam).toBe(newest);
  });

  it.each([
    { dates: { startAt: NOW }, availability: 'available' },
    { dates: { startAt: NOW + 1 }, availability: 'future' },
    { dates: { dueAt: NOW }, availability: 'available' },
    { dates: { dueAt: NOW - 1 }, availability: 'past_due' },
    { dates: { courseEndAt: NOW }, availability: 'available' },
    { dates: { courseEndAt: NOW - 1 }, availability: 'past_due' },
    { dates: { dueAt: NOW + 1, courseEndAt: NOW - 1 }, availability: 'available' },
    { dates: { startAt: NOW + 1, dueAt: NOW - 1 }, availability: 'future' },
    { dates: { startAt: NOW + 1, isAccessible: true }, availability: 'available' },
    { dates: { dueAt: NOW - 1, isAccessible: true }, availability: 'available' },
    { dates: { startAt: NOW + 1, isAccessible: false }, availability: 'future' },
    { dates: { dueAt: NOW - 1, isAccessible: false }, availability: 'past_due' },
  ])('counts an exam with $dates as $availability', ({ dates, availability }) => {
    expect(chooseOnboardingExam([exam(dates)], NOW)?.availability).toBe(availability);
  });
});
