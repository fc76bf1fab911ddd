import { randomUUID } from 'node:crypto';
import type { Finding } from './environment.ts';

/** One attempt as the vendor sees it; `userId` is the pseudonym. */
export interface WatchedAttempt {
  id: string;
  examId: string;
  userId: string;
  fullName: string;
  isOnboarding: boolean;
  status: string;
  /** What the reviewers will find, null: the vendor's default. */
  outcome: Finding | null;
  reviewed: Exclude<Finding, 'silence'> | null;
  /** Whether the proctoring application still answers the learner's page. */
  isAppRunning: boolean;
}

export interface NewAttempt {
  examId: string;
  userId: string;
  fullName: string;
  isOnboarding: boolean;
}

/** Everything the mock vendor remembers, in memory: a restart forgets it. */
export interface VendorMemory {
  readonly exams: Map<string, Record<string, unknown>>;
  readonly attempts: Map<string, WatchedAttempt>;
  settings: { outcome: Finding; reviewer: string };
}

export function createMemory(settings: VendorMemory['settings']): VendorMemory {
  return { exams: new Map(), attempts: new Map(), settings };
}

/** Remembers a new attempt under an id, by default a fresh one. */
export function addAttempt(memory: VendorMemory, attempt: NewAttempt, id: string = randomUUID()): WatchedAttempt {
  const added = { ...attempt, id, status: 'created', outcome: null, reviewed: null, isAppRunning: false };
  memory.attempts.set(id, added);
  return added;
}
