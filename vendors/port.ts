import type { ReviewStatus } from '../rules/attempt/events.ts';
import type { LtiTool } from './lti/tool.ts';

/**
 * The port to every proctoring vendor (vendors §2). An adapter is one file; the registry makes one instance
 * per name in `PROCTORING_BACKENDS`. Failures are the errors of `./errors.ts`, never the vendor's own.
 */

/** An exam as vendors see it (vendors §3.2); `dueDate` in epoch milliseconds. */
export interface VendorExam {
  id: number;
  courseId: string;
  contentId: string;
  externalId: string | null;
  examName: string;
  timeLimitMins: number;
  isProctored: boolean;
  isPracticeExam: boolean;
  isActive: boolean;
  dueDate: number | null;
  hideAfterDue: boolean;
  backend: string | null;
  /** Text of the review policy, absent without one. */
  ruleSummary?: string;
  /** The exam's own rules for the proctoring application; without them the back-end's `default_rules` apply. */
  rules?: Record<string, unknown>;
}

/** What a vendor is told when an attempt is registered (vendors §2.3). */
export interface Registration {
  attemptCode: string;
  timeLimitMins: number;
  isSampleAttempt: boolean;
  userId: number;
  fullName: string;
  email: string | null;
  reviewPolicy?: string;
  reviewPolicyException?: string;
}

export type OnboardingRefusal =
  | 'onboarding_missing'
  | 'onboarding_pending'
  | 'onboarding_failed'
  | 'onboarding_expired';
export type RegistrationResult =
  | {
      externalId: string | null;
      /** The vendor has no callback: its setup counts as done after this long. */
      readyInSeconds?: number;
    }
  | { onboarding: OnboardingRefusal };

/** Both ids are the vendor's; null if it never gave one. */
export interface VendorAttempt {
  examExternalId: string | null;
  attemptExternalId: string | null;
}

export interface ReviewComment {
  comment: string;
  status: string;
  /** Seconds from the start of the recording. */
  start: number;
  stop: number;
  duration: number;
}

/** A review in the common vocabulary (vendors §2.4). */
export interface NormalisedReview {
  status: 'passed' | 'violation' | 'suspicious' | 'not_reviewed';
  comments: ReviewComment[];
  /** Link to the recording, when the vendor sent one. */
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
  /** Pseudonym, as `pseudonymOf` makes it. */
  userId: string;
  /** The vendor's own term: `no-profile`, `pending`, `approved-in-course`, … */
  status: string;
  expirationDate: string | null;
}

/** A vendor as the team of a course can choose it (edx-exams §1.3). */
export interface CourseChoice {
  /** The only organisation whose courses are offered it; null: all are. */
  orgKey: string | null;
  ltiConfigurationId: string;
  techSupportUrl: string | null;
}

export interface Vendor {
  readonly name: string;
  readonly verboseName: string;
  /** Seconds between pings from the learner's page; an even number. */
  readonly pingIntervalSeconds: number;
  /** Silence in seconds after which a running attempt counts as lost; null: never. */
  readonly heartbeatWindowSeconds: number | null;
  readonly supportsOnboarding: boolean;
  /** The clock starts only after the vendor has confirmed the setup. */
  readonly startRequiresReady: boolean;
  readonly hasDashboard: boolean;
  /** Null: exams name it themselves, and the team of a course cannot choose it. */
  readonly courseChoice: CourseChoice | null;
  /** The tool that learners' browsers are sent to by LTI; null: the vendor is not launched that way. */
  readonly ltiTool: LtiTool | null;
  /** Stored review statuses that pass. */
  readonly passingStatuses: readonly ReviewStatus[];
  readonly techSupportEmail: string;
  readonly techSupportPhone: string;
  readonly learnerNotificationFromEmail: string;
  readonly integrationSpecificEmail: string | null;
  readonly helpCenterArticleUrl: string;
  /** Contact link in this back-end's emails. */
  readonly contactUrl: string | null;
  /** The learner must not see the vendor's id of their attempt: it is the only proof of an anonymous callback. */
  readonly hidesExternalIdFromLearners: boolean;
  /** URL of the browser worker, '' without one. */
  javascriptUrl(): string;
  /** Where the vendor's application on a learner's computer listens, for our own browser worker; null without one. */
  readonly desktopApplicationUrl: string | null;
  /** `onLateId` hears the vendor's id of the attempt if it comes when this has failed because the time was over. */
  registerAttempt(
    exam: VendorExam,
    registration: Registration,
    onLateId?: (externalId: string) => void,
  ): Promise<RegistrationResult>;
  startAttempt(attempt: VendorAttempt): Promise<void>;
  stopAttempt(attempt: VendorAttempt): Promise<void>;
  markErroneousAttempt(attempt: VendorAttempt): Promise<void>;
  /** Resolves if the vendor confirmed that the attempt is gone, or never had it; throws if neither is certain. */
  removeAttempt(attempt: VendorAttempt): Promise<void>;
  /** Returns the vendor's id of the exam, null if it gave none. */
  saveExam(exam: VendorExam): Promise<string | null>;
  /**
   * Whether a review of this vendor's attempts may arrive without credentials; `token` is the one in the callback's URL,
   * null without one. A refusal must look like an unknown attempt.
   */
  acceptsAnonymousReview(token: string | null): boolean;
  /** Reads what the vendor posted; throws `VendorPayloadError` when it is not a review. */
  parseReview(payload: unknown, attempt: VendorAttempt): NormalisedReview;
  /**
   * Instructions and download link of an attempt that has not started. Empty, not an error, if the vendor has none or
   * cannot be asked; if the link is missing, `softwareDownloadUrl` may have one.
   */
  getAttempt(
    attempt: VendorAttempt,
    language?: string,
  ): Promise<{ downloadUrl: string | null; instructions: string[] }>;
  softwareDownloadUrl(): Promise<string | null>;
  /** As the settings endpoint shows it; null when this kind of back-end has none. */
  proctoringConfig(language?: string): Promise<Record<string, unknown> | null>;
  /** Address of the vendor's dashboard or recording; null when there is none. */
  instructorUrl(request: InstructorUrlRequest): Promise<string | null>;
  /** One learner's profile (`userId`) or the course's (`statuses` filters); null when the vendor has no such service. */
  onboardingProfiles(
    courseId: string,
    query: { userId: number } | { statuses: string[] },
  ): Promise<OnboardingProfile[] | null>;
  /** Whether the vendor deleted the learner's data; null when it keeps none. */
  retireUser(userId: number): Promise<boolean | null>;
  /** Key with which links to recordings are encrypted for storage, null without one. */
  encryptVideoUrl(link: string): Buffer | null;
  /**
   * Whether a learner outside the vendor's secure browser must not see the exam; `examCookie` is the attempt it names.
   */
  blocksExamMaterial(examCookie: string | null): boolean;
}

/** What is needed to store a review. */
export type ReviewReader = Pick<Vendor, 'parseReview' | 'encryptVideoUrl'>;

/** One vendor by back-end name. */
export interface VendorRegistry {
  readonly defaultName: string;
  readonly names: readonly string[];
  /** Throws `BackendNotConfiguredError` for an unknown name; null or '' is the default back-end. */
  get(name: string | null): Vendor;
  /** Stands in for a back-end that was removed from the settings when late reviews of its attempts arrive. */
  readonly gone: ReviewReader;
}
