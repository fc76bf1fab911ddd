import { decodeJwt, errors } from 'jose';
import { ZodError } from 'zod';
import type { Config } from '../../config.ts';
import type { Person, PersonFacts } from '../../db/people.ts';
import { ApiError } from '../errors/api-error.ts';
import type { Authenticate, Caller } from './caller.ts';
import { courseRolesIn, type CourseRoleClaim } from './course-roles.ts';
import type { IsPlatformStaff } from '../../lms/platform/course-staff.ts';
import type { LmsLookups } from '../../lms/port.ts';
import { tokenOf } from './credentials.ts';
import { createCsrf } from './csrf.ts';
import { KeySetUnavailableError } from './key-set.ts';
import { createLmsTokenCheck, RestrictedTokenError, type LmsClaims } from './lms-tokens.ts';
import type { PeopleCache } from './people-cache.ts';
import { createSessions } from './sessions.ts';
import { createVendorTokens, OWN_ISSUER } from './vendor-tokens.ts';
import { rememberVerified, type Verified } from './verified-tokens.ts';

export interface JwtAuthenticationDeps {
  config: Config;
  people: Pick<PeopleCache, 'personOf'>;
  lookups: Pick<LmsLookups, 'isCourseStaff'>;
  /** Whether the event bus, or a file of an operator, says that somebody is staff of a course. */
  isListedAsStaff: (person: Pick<Person, 'id' | 'username'>, course: string) => Promise<boolean>;
  /** Asks Open edX itself with the token of the caller; missing or null if it cannot be asked. */
  isPlatformStaff?: IsPlatformStaff | null;
  clock: () => number;
}

interface Rights {
  isGlobalStaff: boolean;
  groups: readonly string[];
  isOperator: boolean;
  courseRoles: readonly CourseRoleClaim[];
  signedInUntil: number;
}

/** Whom a sign-in speaks of, and what it allows them. */
interface Identity {
  facts: PersonFacts;
  rights: Rights;
}

const OPERATOR = 'operator';

function refusal(error: unknown): unknown {
  if (error instanceof KeySetUnavailableError) return new ApiError('sign_in_unavailable', { cause: error });
  if (error instanceof RestrictedTokenError) return new ApiError('token_restricted', { cause: error });
  if (error instanceof errors.JWTExpired) return new ApiError('token_expired', { cause: error });
  const isTokenFault = error instanceof errors.JOSEError || error instanceof ZodError || error instanceof TypeError;
  return isTokenFault ? new ApiError('token_invalid', { cause: error }) : error;
}

/** Tells our tokens from the LMS's without trusting anything else in them. */
function isOurs(token: string): boolean {
  return decodeJwt(token).iss === OWN_ISSUER;
}

/** The product's way of signing in: tokens of the LMS, and our own for vendors (architecture "Who may call"). */
export function createJwtAuthentication(deps: JwtAuthenticationDeps): Authenticate {
  const verifyLmsToken = createLmsTokenCheck(deps.config, deps.clock);
  const vendorTokens = createVendorTokens(deps.config, deps.clock);
  const csrf = createCsrf(deps.config);
  const sessions = createSessions(deps.config, deps.clock);
  const { personOf } = deps.people;

  const isStaffAtPlatform = async (userId: number, token: string | null, course: string): Promise<boolean> =>
    token !== null && !isOurs(token) && ((await deps.isPlatformStaff?.({ userId, token }, course)) ?? false);

  /** `token` is the one that they signed in with; null for a session. */
  const callerFor = (person: Person, rights: Rights, token: string | null): Caller => ({
    userId: person.id,
    username: person.username,
    email: person.email,
    fullName: person.fullName,
    isActive: person.isActive,
    ...rights,
    hasSession: false,
    groups: [...person.groups, ...rights.groups],
    courseStaffOf: async (course) =>
      rights.courseRoles.some((claim) => claim.role === 'staff' && claim.course === course) ||
      (await deps.isListedAsStaff(person, course)) ||
      (await deps.lookups.isCourseStaff(person, course)) ||
      (await isStaffAtPlatform(person.id, token, course)),
  });

  const identityOf = (claims: LmsClaims): Identity => {
    const isGlobalStaff = claims.administrator ?? false;
    const facts = {
      username: claims.preferred_username,
      isStaff: isGlobalStaff,
      ...(claims.user_id !== undefined && { id: claims.user_id }),
      ...(claims.email !== undefined && { email: claims.email }),
      ...(claims.name !== undefined && { fullName: claims.name }),
      ...(claims.email_verified !== undefined && { isActive: claims.email_verified }),
      // If the LMS's clock is ahead, a token must still not outlast its successors.
      ...(claims.iat !== undefined && { asOf: Math.min(claims.iat * 1000, deps.clock()) }),
    };
    const rights = {
      isGlobalStaff,
      groups: [],
      isOperator: claims.roles?.includes(OPERATOR) ?? false,
      courseRoles: courseRolesIn(claims.roles),
      signedInUntil: claims.exp * 1000,
    };
    return { facts, rights };
  };

  const ofLms = async (token: string): Promise<Verified<Identity>> => {
    const { claims, ...validity } = await verifyLmsToken(token);
    return { claims: identityOf(claims), ...validity };
  };

  const ofVendor = async (token: string): Promise<Verified<Identity>> => {
    const { claims, ...validity } = await vendorTokens.verify(token);
    const { preferred_username: username, groups, exp } = claims;
    const rights = { isGlobalStaff: false, groups, isOperator: false, courseRoles: [], signedInUntil: exp * 1000 };
    return { claims: { facts: { username }, rights }, ...validity };
  };

  const checked = async <T>(check: () => Promise<T>): Promise<T> => {
    try {
      return await check();
    } catch (error) {
      throw refusal(error);
    }
  };

  const identify = rememberVerified(
    (token) => checked(async () => await (isOurs(token) ? ofVendor(token) : ofLms(token))),
    deps.clock,
  );

  const signIn = async ({ facts, rights }: Identity, token: string | null): Promise<Caller> => {
    const person = await personOf(facts);
    if (person.isRetired) throw new ApiError('account_retired');
    return callerFor(person, rights, token);
  };

  return async (request) => {
    if (request.headers.authorization === undefined && sessions.isNamedBy(request)) {
      csrf.check(request);
      const claims = await checked(() => sessions.read(request));
      if (claims) return { ...(await signIn(identityOf(claims), null)), hasSession: true };
    }
    const token = tokenOf(request, csrf);
    return token === null ? null : await signIn(await identify(token), token);
  };
}
