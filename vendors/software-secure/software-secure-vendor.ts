import { idOf, objectOf } from '../answer-json.ts';
import { toAttributes } from '../attributes.ts';
import type { VendorContext } from '../context.ts';
import { VendorRefusedError } from '../errors.ts';
import { createVendorHttp } from '../http.ts';
import type { Vendor } from '../port.ts';
import { isSameSecret } from '../secret-comparison.ts';
import { SILENT_OPERATIONS } from '../silent-vendor.ts';
import type { SoftwareSecureOptions } from './options.ts';
import { composeRegistration } from './registration.ts';
import { readSoftwareSecureReview } from './review.ts';
import { signHeaders } from './signature.ts';
import { decryptVideoLink, encryptVideoLink, reviewerLinkOf } from './video-link.ts';

/** PSI RPNow (vendors §4): contacted only to register an attempt; reviews come back without credentials. */
export function createSoftwareSecureVendor(
  name: string,
  options: SoftwareSecureOptions,
  context: VendorContext,
): Vendor {
  const http = createVendorHttp(name, options.timeout_seconds, context.onCallNews);
  const signingKey = { id: options.secret_key_id, secret: options.secret_key };
  const { callback_token: callbackToken, video_review_aes_key: videoKey } = options;

  return {
    ...toAttributes(name, options, context),
    ...SILENT_OPERATIONS,
    hidesExternalIdFromLearners: !options.record_locator_visible,

    async registerAttempt(exam, registration) {
      const body = composeRegistration(options, context, exam, registration);
      const answer = await http('register attempt', {
        method: 'POST',
        url: options.exam_register_endpoint,
        headers: signHeaders(signingKey, body, context.now()),
        body: JSON.stringify(body),
      });
      const isAccepted = answer.status === 200 || answer.status === 201;
      const externalId = isAccepted ? idOf(objectOf(answer)?.['ssiRecordLocator']) : null;
      if (externalId === null) {
        throw new VendorRefusedError(`${name}: register attempt: answered ${answer.status} without a record locator`);
      }
      return { externalId };
    },

    acceptsAnonymousReview: (token) =>
      callbackToken === undefined || (token !== null && isSameSecret(token, callbackToken)),

    parseReview: (payload, attempt) =>
      readSoftwareSecureReview(payload, attempt.attemptExternalId, { skipLocator: context.allowsCallbackSimulation() }),

    softwareDownloadUrl: async () => options.software_download_url,

    proctoringConfig: async () => ({
      download_url: options.software_download_url,
      name: options.verbose_name,
      rules: {},
      instructions: [],
    }),

    async instructorUrl({ encryptedVideoUrl }) {
      if (!encryptedVideoUrl || !videoKey) return null;
      const link = decryptVideoLink(videoKey, encryptedVideoUrl.toString('ascii'));
      return link === null ? null : reviewerLinkOf(link, options.video_review_hosts);
    },

    encryptVideoUrl: (link) => (videoKey ? Buffer.from(encryptVideoLink(videoKey, link), 'ascii') : null),

    blocksExamMaterial: (examCookie) => examCookie === null,
  };
}
