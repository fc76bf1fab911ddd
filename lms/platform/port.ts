/** What the platform answered; its body as it is, null for none. */
export interface PlatformAnswer {
  status: number;
  body: unknown;
}

/**
 * The edx-proctoring inside Open edX, which has the exams of the courses that are not taken here (edx-exams §1.9). Every
 * method throws `LmsUnavailableError` if it does not answer in time.
 */
export interface PlatformProctoring {
  /** Registers all exams of a course, given as they came. */
  registerExams(courseId: string, items: readonly object[]): Promise<PlatformAnswer>;
  /** An exam with the learner's attempt on it. */
  examWithAttempt(courseId: string, contentId: string, userId: number): Promise<PlatformAnswer>;
  /** The learner's running attempt in any course. */
  activeAttempt(userId: number): Promise<PlatformAnswer>;
  examSettings(examId: number): Promise<PlatformAnswer>;
  onboardingStatus(courseId: string, username: string): Promise<PlatformAnswer>;
}
