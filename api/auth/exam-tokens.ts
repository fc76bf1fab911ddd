import { SignJWT } from 'jose';
import type { Config } from '../../config.ts';
import { ownKeys } from './own-keys.ts';
import { remade } from './remade.ts';

/** Life of a token, which its page asks for before every unit (edx-exams §3). */
export const LONGEST_LIFE_SECONDS = 60;

/** Which learner may see which sequence of content. */
export interface ExamTokenSubject {
  /** The learner's id in the LMS. */
  userId: number;
  courseId: string;
  contentId: string;
}

/** Signed permissions for the content of an exam, which the LMS checks with our public keys. */
export interface ExamTokens {
  /** Signs a token that holds for so many whole seconds; null: this site has no key for it. */
  issue(subject: ExamTokenSubject, seconds: number): Promise<string | null>;
}

/** Makes the tokens of a process; `clock` in epoch milliseconds. */
export function createExamTokens(config: Pick<Config, 'auth' | 'isLocalStack'>, clock: () => number): ExamTokens {
  const keys = remade(
    () => config.auth.examTokenKeys,
    (given) => ownKeys(given, config.isLocalStack),
  );
  return {
    async issue({ userId, courseId, contentId }, seconds) {
      const [key] = keys();
      if (key === undefined) return null;
      const issuedAt = Math.floor(clock() / 1000);
      const claims = { lms_user_id: userId, course_id: courseId, content_id: contentId, version: '1.2.0' };
      return await new SignJWT(claims)
        .setProtectedHeader({ alg: 'RS512', typ: 'JWT' })
        .setIssuer(config.auth.examTokenIssuer ?? '')
        .setIssuedAt(issuedAt)
        .setExpirationTime(issuedAt + seconds)
        .sign(key);
    },
  };
}
