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
  /** Courses in which the person invigilates. */
  invigilates?: string[];
  /** Courses in which the person gives reviews a second look. */
  reviews?: string[];
  /** Looks after effects and vendors. */
  isOperator?: boolean;
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
  ivan: {
    username: 'ivan',
    userId: 1006,
    name: 'Ivan Invigilator',
    email: 'ivan@example.org',
    invigilates: [DEMO_COURSE],
  },
  lms: { username: 'lms_service', userId: 1005, name: 'LMS', email: 'lms@example.org', administrator: true },
} as const satisfies Record<string, Person>;

/** The claims of a person's roles in courses. */
function roleClaims({ staffOf = [], invigilates = [], reviews = [], isOperator = false }: Person): string[] {
  return [
    ...staffOf.map((course) => `staff:${course}`),
    ...invigilates.map((course) => `invigilator:${course}`),
    ...reviews.map((course) => `reviewer:${course}`),
    ...(isOperator ? ['operator'] : []),
  ];
}

/** Who a person is and what they may do, as the claims of a token. */
export function claimsOf(person: Person) {
  return {
    preferred_username: person.username,
    user_id: person.userId,
    email: person.email,
    name: person.name,
    administrator: person.administrator ?? false,
    roles: roleClaims(person),
  };
}

/** A sign-in token (HS256) with the claims of Open edX; valid for `lifetime`, as jose writes time spans. */
export function signToken(person: Person, key: string, lifetime = '30d'): Promise<string> {
  const claims = {
    ...claimsOf(person),
    email_verified: person.isActive ?? true,
    superuser: false,
    ...(person.isRestricted && { is_restricted: true }),
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
