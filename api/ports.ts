import type { FastifyBaseLogger, FastifyRequest } from 'fastify';
import type { DatabasePool } from 'slonik';
import type { Config } from '../config.ts';
import type { TemporalGateway } from './temporal-gateway.ts';

/** What the API asks of a vendor; the vendors' port in activities/ satisfies it. Instants in epoch milliseconds. */
export interface Vendor {
  readonly name: string;
  readonly verboseName: string;
  readonly pingIntervalSeconds: number;
  readonly supportsOnboarding: boolean;
  readonly hasDashboard: boolean;
  readonly techSupportEmail: string;
  readonly techSupportPhone: string;
  readonly learnerNotificationFromEmail: string;
  readonly integrationSpecificEmail: string | null;
  readonly helpCenterArticleUrl: string;
  /** The vendor's id of an attempt is the proof of an anonymous callback: learners must not see it. */
  readonly hidesExternalIdFromLearners: boolean;
  javascriptUrl(): string;
  /** Where the vendor's application on a learner's computer listens; null without one. */
  readonly desktopApplicationUrl: string | null;
  parseReview(payload: unknown, attempt: VendorAttempt): NormalisedReview;
  getAttempt(attempt: VendorAttempt, language?: string): Promise<{ downloadUrl: string | null }>;
  softwareDownloadUrl(): Promise<string | null>;
  proctoringConfig(language?: string): Promise<Record<string, unknown> | null>;
  instructorUrl(request: InstructorUrlRequest): Promise<string | null>;
  onboardingProfiles(
    courseId: string,
    query: { userId: number } | { statuses: string[] },
  ): Promise<OnboardingProfile[] | null>;
  acceptsAnonymousReview(token: string | null): boolean;
  retireUser(userId: number): Promise<boolean | null>;
  encryptVideoUrl(link: string): Buffer | null;
  blocksExamMaterial(examCookie: string | null): boolean;
}

/** What it takes to keep a review. */
export type ReviewReader = Pick<Vendor, 'parseReview' | 'encryptVideoUrl'>;

export interface VendorAttempt {
  examExternalId: string | null;
  attemptExternalId: string | null;
}

export interface NormalisedReview {
  status: 'passed' | 'violation' | 'suspicious' | 'not_reviewed';
  comments: { comment: string; status: string; start: number; stop: number; duration: number }[];
  videoReviewLink?: string;
}

export interface InstructorUrlRequest {
  courseId: string;
  user: { id: number; fullName: string; email: string };
  examExternalId?: string;
  attemptExternalId?: string;
  showConfiguration?: boolean;
  encryptedVideoUrl?: Buffer;
}

export interface OnboardingProfile {
  /** The vendor's pseudonym of the learner. */
  userId: string;
  status: string;
  expirationDate: string | null;
}

export interface VendorRegistry {
  readonly defaultName: string;
  readonly names: readonly string[];
  /** Throws an error named `BackendNotConfiguredError` for an unknown name; null or '' is the default back-end. */
  get(name: string | null): Vendor;
  /** Reads reviews of attempts whose back-end was removed from the settings. */
  readonly gone: ReviewReader;
}

export interface LearnerRef {
  id: number;
  username: string;
}

export interface CreditState {
  mayTakeProctoredExams: boolean;
  requirements: CreditRequirement[];
}

/** The LMS's own record, passed through to the wire. */
export type CreditRequirement = {
  namespace: string;
  name: string;
  order?: number;
  status?: string | null;
};

/** What the API asks of the LMS; every lookup has a fall-back when the LMS is not configured or fails. */
export interface LmsLookups {
  creditState(learner: LearnerRef, course: string): Promise<CreditState | null>;
  isCourseStaff(person: LearnerRef, course: string): Promise<boolean>;
  escalationEmail(course: string): Promise<string | null>;
  /** The learner's own due date of a block; null: the exam's holds. */
  dueDate(learner: LearnerRef, course: string, contentId: string): Promise<number | null>;
  courseEnd(course: string): Promise<number | null>;
  /** Seconds after a due date in which work still counts; null: none. */
  gracePeriod(course: string): Promise<number | null>;
  proctoredEnrollments(course: string, textSearch: string | null): Promise<{ username: string; mode: string }[]>;
  outline(learner: LearnerRef, course: string): Promise<CourseOutline>;
}

export interface CourseOutline {
  /** Usage keys the learner may open for other than date reasons; null: all. */
  accessible: ReadonlySet<string> | null;
  sequences: ReadonlyMap<string, { start: number | null; due: number | null }> | null;
  courseEnd: number | null;
}

/** The sender of a request, with the roles of architecture "Who may call". */
export interface Caller {
  userId: number;
  username: string;
  email: string;
  fullName: string;
  isActive: boolean;
  isGlobalStaff: boolean;
  groups: readonly string[];
  courseStaffOf(course: string): Promise<boolean>;
}

/** Answers null for a request without credentials, throws an `ApiError` for bad ones. */
export type Authenticate = (request: FastifyRequest) => Promise<Caller | null>;

/** Where signs of life of learners' pages are noted. */
export interface Heartbeats {
  /** Remembers that the page of a running attempt was heard of at `at` (epoch milliseconds); never waits. */
  note(attemptId: number, at: number): void;
  /** Writes what is still in memory and stops. */
  close(): Promise<void>;
}

/** Everything the API is made of; tests pass their own. */
export interface AppDeps {
  /** Why this process wants no new requests, though it serves those that come; null: it wants them. */
  unreadiness?: () => 'draining' | 'clock_off' | null;
  config: Config;
  pool: DatabasePool;
  temporal: TemporalGateway;
  vendors: VendorRegistry;
  lms: LmsLookups;
  authenticate: Authenticate;
  /** Is told who was retired by this process, so that everything it remembers about them is dropped at once. */
  onRetired?: (userId: number) => void;
  heartbeats: Heartbeats;
  /** Now, in epoch milliseconds. */
  clock: () => number;
  logger: FastifyBaseLogger;
}
