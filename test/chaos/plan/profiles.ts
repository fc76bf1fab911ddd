import type { ExamName } from './types.ts';

/** How much happens. */
export interface Profile {
  sittings: number;
  exams: readonly [ExamName, ...ExamName[]];
  /** Sittings begin within this time, in milliseconds. */
  spanMs: number;
  /** When the exam `due` is due, in milliseconds after the opening. */
  dueMs: number;
  /** Milliseconds between two steps of a sitting, at most. */
  pauseMs: number;
  bulks: number;
  /** For each of the two rows of faults: of the service, and of its neighbours. */
  faults: number;
  /** The last fault begins about then, in milliseconds, or after those before it. */
  faultsUntilMs: number;
}

export const PROFILES = {
  /** The shortest that breaks everything: exams end at their due date, since no limit is shorter than a minute. */
  small: {
    sittings: 18,
    exams: ['long', 'due', 'due', 'proctored', 'practice', 'onboarding'],
    spanMs: 8_000,
    dueMs: 32_000,
    pauseMs: 1_500,
    bulks: 1,
    faults: 5,
    faultsUntilMs: 16_000,
  },
  /** Two hundred learners in exams of all kinds, in three minutes. */
  ci: {
    sittings: 200,
    exams: ['long', 'due', 'due', 'minute', 'proctored', 'proctored', 'proctored-minute', 'practice', 'onboarding'],
    spanMs: 75_000,
    dueMs: 105_000,
    pauseMs: 2_000,
    bulks: 2,
    faults: 10,
    faultsUntilMs: 95_000,
  },
  long: {
    sittings: 200,
    exams: ['long', 'due', 'minute', 'minute', 'proctored', 'proctored', 'proctored-minute', 'practice', 'onboarding'],
    spanMs: 180_000,
    dueMs: 300_000,
    pauseMs: 8_000,
    bulks: 4,
    faults: 28,
    faultsUntilMs: 400_000,
  },
} as const satisfies Record<string, Profile>;
export type ProfileName = keyof typeof PROFILES;
