import { randomUUID } from 'node:crypto';
import { idOf, jsonOf, objectOf } from '../answer-json.ts';
import { toAttributes } from '../attributes.ts';
import type { VendorContext } from '../context.ts';
import { VendorRefusedError, VendorUnavailableError } from '../errors.ts';
import { createVendorHttp, type VendorAnswer } from '../http.ts';
import type { Vendor, VendorAttempt } from '../port.ts';
import { pseudonymOf } from '../pseudonym.ts';
import { createAccessTokens } from './access-token.ts';
import { readAttemptDetails } from './attempt-details.ts';
import { createRestClient, languageHeaderOf } from './client.ts';
import { toExamRecord } from './exam-record.ts';
import { signInstructorToken } from './instructor-token.ts';
import { readOnboardingProfiles } from './onboarding-profiles.ts';
import type { RestOptions } from './options.ts';
import * as paths from './paths.ts';
import { hearLateId, readRegistration, toRegistrationRecord } from './registration.ts';
import { readRestReview } from './review.ts';

/** A vendor that speaks the REST protocol of vendors §6. */
export function createRestVendor(name: string, options: RestOptions, context: VendorContext): Vendor {
  const { base_url: baseUrl, client_id: clientId, client_secret: clientSecret } = options;
  const http = createVendorHttp(name, options.timeout_seconds, context.onCallNews);
  const tokens = createAccessTokens({ baseUrl, clientId, clientSecret, http, now: context.now });
  const call = createRestClient(baseUrl, http, tokens);
  const ownPseudonymOf = (userId: number) => pseudonymOf(context.obfuscationKey, userId, name);

  /** The object in a successful answer; anything else may be a proxy's page, so it counts as unavailable. */
  function expectObject(purpose: string, answer: VendorAnswer): Record<string, unknown> {
    if (answer.status >= 300) throw new VendorRefusedError(`${name}: ${purpose}: answered ${answer.status}`);
    const body = objectOf(answer);
    if (!body) throw new VendorUnavailableError(`${name}: ${purpose}: answered no JSON object`);
    return body;
  }

  async function patchStatus(attempt: VendorAttempt, status: 'started' | 'submitted' | 'error'): Promise<void> {
    const path = paths.attemptPathOf(attempt);
    if (path === null) return;
    const purpose = `set attempt ${status}`;
    expectObject(purpose, await call(purpose, { method: 'PATCH', path, json: { status } }));
  }

  async function readConfig(language?: string): Promise<Record<string, unknown>> {
    const answer = await call('get config', {
      method: 'GET',
      path: paths.CONFIG_PATH,
      headers: languageHeaderOf(language),
    });
    return expectObject('get config', answer);
  }

  async function readAttempt(attempt: VendorAttempt, language?: string): Promise<Record<string, unknown> | null> {
    const path = paths.attemptPathOf(attempt);
    if (path === null) return null;
    try {
      const answer = await call('get attempt', { method: 'GET', path, headers: languageHeaderOf(language) });
      return answer.status === 200 ? objectOf(answer) : null;
    } catch (error) {
      if (error instanceof VendorUnavailableError) return null;
      throw error;
    }
  }

  return {
    ...toAttributes(name, options, context),
    hidesExternalIdFromLearners: false,

    async registerAttempt(exam, registration, onLateId) {
      const answer = await call('register attempt', {
        method: 'POST',
        path: paths.attemptsPathOf(exam.externalId),
        json: toRegistrationRecord(registration, context.callbackOrigin, ownPseudonymOf(registration.userId)),
        ...(onLateId && { onLateAnswer: (late) => hearLateId(late, onLateId) }),
      });
      return readRegistration(name, answer);
    },

    startAttempt: (attempt) => patchStatus(attempt, 'started'),
    stopAttempt: (attempt) => patchStatus(attempt, 'submitted'),
    markErroneousAttempt: (attempt) => patchStatus(attempt, 'error'),

    async removeAttempt(attempt) {
      const path = paths.attemptPathOf(attempt);
      if (path === null) return;
      const answer = await call('remove attempt', { method: 'DELETE', path });
      if (answer.status === 404 || objectOf(answer)?.['status'] === 'deleted') return;
      throw new VendorUnavailableError(`${name}: remove attempt: answered ${answer.status}, not that it is deleted`);
    },

    async saveExam(exam) {
      const answer = await call('save exam', {
        method: 'POST',
        path: paths.examPathOf(exam.externalId),
        json: toExamRecord(exam, options.default_rules),
      });
      // Some vendors return an id with a 4xx; it is as good as any.
      return idOf(objectOf(answer)?.['id']) ?? idOf(expectObject('save exam', answer)['id']);
    },

    acceptsAnonymousReview: () => false,
    parseReview: readRestReview,

    async getAttempt(attempt, language) {
      return readAttemptDetails(await readAttempt(attempt, language), options.proctoring_instructions);
    },

    async softwareDownloadUrl() {
      return readAttemptDetails(await readConfig(), []).downloadUrl;
    },

    proctoringConfig: readConfig,

    async instructorUrl({ courseId, user, examExternalId, attemptExternalId, showConfiguration }) {
      const token = await signInstructorToken(
        {
          courseId,
          user: { ...user, id: ownPseudonymOf(user.id) },
          examExternalId,
          attemptExternalId,
          showConfiguration,
          issuer: clientId,
          id: randomUUID().replaceAll('-', ''),
          expiresAt: context.now() / 1000 + options.token_expiration_time,
        },
        clientSecret,
      );
      return baseUrl + paths.instructorPathOf(clientId, token);
    },

    async onboardingProfiles(courseId, query) {
      const fields: Record<string, string> =
        'userId' in query ? { user_id: ownPseudonymOf(query.userId) } : { status: query.statuses.join(',') };
      const path = paths.onboardingPathOf(courseId, fields);
      return readOnboardingProfiles(name, await call('onboarding profiles', { method: 'GET', path }));
    },

    async retireUser(userId) {
      const path = paths.userPathOf(ownPseudonymOf(userId));
      const answer = jsonOf(await call('retire user', { method: 'DELETE', path }));
      if (typeof answer === 'boolean' || answer === 0 || answer === 1) return Boolean(answer);
      throw new VendorRefusedError(`${name}: retire user: answered neither true nor false`);
    },

    encryptVideoUrl: () => null,
    blocksExamMaterial: () => false,
  };
}
