import { LmsUnavailableError } from '../../lms/port.ts';
import type { PlatformAnswer } from '../../lms/platform/port.ts';
import type { AppDeps } from '../app-deps.ts';
import { ApiError } from '../errors/api-error.ts';

/** What the platform answered about exams of its own; throws `platform_unavailable` if it is away. */
export async function askPlatform(question: Promise<PlatformAnswer>): Promise<PlatformAnswer> {
  try {
    return await question;
  } catch (error) {
    throw error instanceof LmsUnavailableError ? new ApiError('platform_unavailable', { cause: error }) : error;
  }
}

/** The same where a page goes on without it: null if the platform is away, and `failure` in the log. */
export async function askPlatformOrGoOn(
  { logger }: Pick<AppDeps, 'logger'>,
  question: Promise<PlatformAnswer>,
  failure: string,
): Promise<PlatformAnswer | null> {
  try {
    return await question;
  } catch (error) {
    if (!(error instanceof LmsUnavailableError)) throw error;
    logger.warn({ err: error }, failure);
    return null;
  }
}
