import { decodeJwt, errors } from 'jose';
import { ZodError } from 'zod';
import type { Config } from '../../config.ts';
import type { Person } from '../../db/people.ts';
import { ApiError } from '../errors/api-error.ts';
import type { Authenticate, Caller } from './caller.ts';
import type { LmsLookups } from '../../lms/port.ts';
import { tokenOf } from './credentials.ts';
import { createCsrf } from './csrf.ts';
import { KeySetUnavailableError } from './key-set.ts';
import { createLmsTokenCheck, RestrictedTokenError, type LmsClaims } from './lms-tokens.ts';
import type { PeopleCache } from './people-cache.ts';
import { createVendorTokens, OWN_ISSUER } from './vendor-tokens.ts';

export interface JwtAuthenticationDeps {
  config: Config;
  people: Pick<PeopleCache, 'personOf'>;
  lookups: Pick<LmsLookups, 'isCourseStaff'>;
  clock: () => number;
}

interface Rights {
  isGlobalStaff: boolean;
  groups: readonly string[];
  /** Courses in which the token itself makes its holder staff. */
  staffOf: ReadonlySet<string>;
}

function staffCourses(roles: readonly string[] = []): Set<string> {
  return new Set(roles.flatMap((role) => /^(?:staff|instructor):(.+)$/.exec(role)?.[1] ?? []));
}

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
  const { personOf } = deps.people;

  const callerFor = (person: Person, rights: Rights): Caller => ({
    userId: person.id,
    username: person.username,
    email: person.email,
    fullName: person.fullName,
    isActive: person.isActive,
    isGlobalStaff: rights.isGlobalStaff,
    groups: [...person.groups, ...rights.groups],
    courseStaffOf: async (course) => rights.staffOf.has(course) || (await deps.lookups.isCourseStaff(person, course)),
  });

  const withLmsToken = async (claims: LmsClaims): Promise<Caller> => {
    const isGlobalStaff = claims.administrator ?? false;
    const person = await personOf({
      username: claims.preferred_username,
      isStaff: isGlobalStaff,
      ...(claims.user_id !== undefined && { id: claims.user_id }),
      ...(claims.email !== undefined && { email: claims.email }),
      ...(claims.name !== undefined && { fullName: claims.name }),
      ...(claims.email_verified !== undefined && { isActive: claims.email_verified }),
      // If the LMS's clock is ahead, a token must still not outlast its successors.
      ...(claims.iat !== undefined && { asOf: Math.min(claims.iat * 1000, deps.clock()) }),
    });
    if (person.isRetired) throw new ApiError('account_retired');
    return callerFor(person, { isGlobalStaff, groups: [], staffOf: staffCourses(claims.roles) });
  };

  const checked = async <T>(check: () => Promise<T>): Promise<T> => {
    try {
      return await check();
    } catch (error) {
      throw refusal(error);
    }
  };

  return async (request) => {
    const token = tokenOf(request, csrf);
    if (token === null) return null;
    if (await checked(async () => isOurs(token))) {
      const { preferred_username: username, groups } = await checked(() => vendorTokens.verify(token));
      return callerFor(await personOf({ username }), { isGlobalStaff: false, groups, staffOf: new Set() });
    }
    return await withLmsToken(await checked(() => verifyLmsToken(token)));
  };
}
