import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { findAnyAttemptByCode, type Attempt } from '../../../db/attempts.ts';
import { vendorOf } from '../../../vendors/exam-facts.ts';
import { ApiError } from '../../errors/api-error.ts';
import { ANONYMOUS_BODY } from '../../http-limits.ts';
import { createLimit } from '../../plugins/rate-limits.ts';
import { MESSAGE_ERRORS } from '../../errors/route-errors.ts';
import type { AppDeps } from '../../app-deps.ts';
import { VendorPayloadError } from '../../../vendors/errors.ts';
import type { ReviewReader } from '../../../vendors/port.ts';
import { acceptReview } from '../../reviews/accept-review.ts';
import { ok } from '../../schemas/fields.ts';
import { asJsonText } from '../../wire/json-text.ts';
import { anonymousReview as review, examCode } from '../../schemas/vendor-reviews.ts';
import type { App } from '../app-instance.ts';

/** For one attempt from one address; right ones are not counted, so that nobody can keep a vendor's reviews out. */
const WRONG_TRIES_PER_MINUTE = 30;

const named = z.object({ examMetaData: z.object({ examCode }) });

/** Who reads an anonymous review of the attempt; null when none is accepted. */
function readerOf(
  { vendors }: AppDeps,
  { exam, hasSecretLocator }: Attempt,
  token: string | null,
): ReviewReader | null {
  const vendor = vendorOf(vendors, exam);
  if (!vendor) return hasSecretLocator ? vendors.gone : null;
  return vendor.acceptsAnonymousReview(token) ? vendor : null;
}

/** rest-api §9.4: a review proven by the attempt's code and record locator, for attempts of such vendors only. */
export function anonymousReview(app: App, deps: AppDeps): void {
  const limitWrongTries = createLimit({ max: WRONG_TRIES_PER_MINUTE });
  /** A vendor without credentials: every mistake gets the same answer, so that nothing can be learned from it. */
  const refuse = (request: FastifyRequest, code: string, cause?: unknown): never => {
    limitWrongTries(code, request.ip);
    throw new ApiError('review_unmatched', { cause });
  };
  app.post(
    '/proctoring_review_callback/',
    {
      config: {
        scope: 'recordLocator',
        acceptsAnything: true,
        body: 'json',
        errors: ['review_exists', ...MESSAGE_ERRORS],
      },
      bodyLimit: ANONYMOUS_BODY.review,
      schema: {
        summary: 'Report the result of a review, for a vendor without credentials',
        description:
          "For attempts of SoftwareSecure (PSI RPNow). The attempt's code and its record locator are all the proof there is: unknown and wrong ones are answered alike, and limited.",
        operationId: 'anonymousReview',
        querystring: z.object({
          token: z.string().optional().describe("Secret that is part of the callback's address"),
        }),
        body: review,
        response: { 200: ok },
      },
    },
    async (request, reply) => {
      const code = named.safeParse(request.body).data?.examMetaData.examCode ?? '';
      const attempt = code === '' ? null : await findAnyAttemptByCode(deps.pool, code);
      const vendor = attempt && readerOf(deps, attempt, request.query.token ?? null);
      if (!attempt || !vendor) return refuse(request, code);
      try {
        await acceptReview(deps, { attempt, vendor, payload: request.body, reviewedBy: null, actorUserId: null });
      } catch (error) {
        if (error instanceof VendorPayloadError) return refuse(request, code, error);
        throw error;
      }
      return await asJsonText(reply).send('OK');
    },
  );
}
