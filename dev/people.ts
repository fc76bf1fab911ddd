import { SignJWT } from 'jose';

/** Someone who can sign in; the fields are the claims that Open edX puts in its tokens. */
export type Person = {
  username: string;
  userId: number;
  name: string;
  email: string;
  /** The account is active; true unless said otherwise. */
  isActive?: boolean;
  /** Global staff. */
  administrator?: boolean;
  /** The token was issued to a restricted application. */
  isRestricted?: boolean;
  /** Courses that the person is staff of. */
  staffOf?: string[];
  /** When the token was issued, in epoch seconds; now unless said otherwise. */
  issuedAt?: number;
};

export const DEMO_COURSE = 'course-v1:Demo+Proctoring+2030';

/** The people of the demo course. */
export const PEOPLE = {
  alice: { username: 'alice', userId: 1001, name: 'Alice Learner', email: 'alice@example.org' },
  bob: { username: 'bob', userId: 1002, name: 'Bob Learner', email: 'bob@example.org' },
  carol: { username: 'carol', userId: 1003, name: 'Carol Teacher', email: 'carol@example.org', staffOf: [DEMO_COURSE] },
  dora: { username: 'dora', userId: 1004, name: 'Dora Staff', email: 'dora@example.org', administrator: true },
  lms: { username: 'lms_service', userId: 1005, name: 'LMS', email: 'lms@example.org', administrator: true },
} as const satisfies Record<string, Person>;

/** A sign-in token (HS256) with the claims of Open edX; valid for `lifetime`, as jose writes time spans. */
export function signToken(person: Person, key: string, lifetime = '30d'): Promise<string> {
  const claims = {
    preferred_username: person.username,
    user_id: person.userId,
    email: person.email,
    email_verified: person.isActive ?? true,
    name: person.name,
    administrator: person.administrator ?? false,
    superuser: false,
    ...(person.isRestricted && { is_restricted: true }),
    roles: (person.staffOf ?? []).map((course) => `staff:${course}`),
    scopes: ['user_id', 'email', 'profile'],
    version: '1.2.0',
  };
  return new SignJWT(claims)
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
    .setSubject(String(person.userId))
    .setIssuedAt(person.issuedAt)
    .setExpirationTime(lifetime)
    .sign(new TextEncoder().encode(key));
}
