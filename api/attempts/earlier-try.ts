import type { AppDeps } from '../app-deps.ts';
import { ApiError } from '../errors/api-error.ts';

/**
 * Carries out a creation. What is refused here may have been under way since an earlier try of the same message, when it
 * was still allowed: then the answer is what becomes of that try. Nobody is told that there is no attempt who gets one.
 */
export async function orEarlierTry(
  { attempts }: Pick<AppDeps, 'attempts'>,
  { attemptCode, messageId }: { attemptCode: string; messageId: string | null },
  create: () => Promise<number>,
): Promise<number> {
  try {
    return await create();
  } catch (error) {
    if (messageId === null || !(error instanceof ApiError)) throw error;
    const earlier = await attempts.joinCreation(attemptCode);
    if (!earlier) throw error;
    return earlier.attemptId;
  }
}
