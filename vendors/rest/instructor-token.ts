import { SignJWT } from 'jose';

export interface InstructorTokenClaims {
  courseId: string;
  /** The person as the vendor knows them: `id` is the pseudonym. */
  user: { id: string; fullName: string; email: string };
  examExternalId?: string | undefined;
  attemptExternalId?: string | undefined;
  showConfiguration?: boolean | undefined;
  issuer: string;
  /** 32 hex digits, used once. */
  id: string;
  /** Epoch seconds, with fractions. */
  expiresAt: number;
}

/** Signs a person in to a vendor's dashboard (vendors §6.5); the claims say which of its four views to show. */
export async function signInstructorToken(claims: InstructorTokenClaims, secret: string): Promise<string> {
  const { user, examExternalId, attemptExternalId } = claims;
  return new SignJWT({
    course_id: claims.courseId,
    user: { id: user.id, full_name: user.fullName, email: user.email },
    iss: claims.issuer,
    jti: claims.id,
    exp: claims.expiresAt,
    ...(examExternalId && {
      exam_id: examExternalId,
      ...(claims.showConfiguration && { config: true }),
      ...(attemptExternalId && { attempt_id: attemptExternalId }),
    }),
  })
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
    .sign(new TextEncoder().encode(secret));
}
