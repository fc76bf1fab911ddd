import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { anyAttemptByCode, type Attempt } from '../../../db/attempts.ts';
import { vendorOf } from '../../attempts/exam-type.ts';
import { ApiError } from '../../errors/api-error.ts';
import type { AppDeps, ReviewReader } from '../../ports.ts';
import { acceptReview } from '../../reviews/accept-review.ts';
import { errorBody, text } from '../../schemas/fields.ts';
import { asJsonText } from '../../wire/json-text.ts';
import type { App } from '../app-instance.ts';

const TRIES_PER_MINUTE = 30;

const review = z
  .looseObject({
    examMetaData: z.unknown().optional().describe('`examCode` and `ssiRecordLocator`'),
    reviewStatus: z.unknown().optional().describe('`Clean`, `Rules Violation`, `Suspicious` or `Not Reviewed`'),
  })
  .describe('Read as JSON whatever the content type says');
const named = z.object({ examMetaData: z.object({ examCode: z.string().min(1) }) });

/** Guessing one attempt's locator is limited, however many attempts a busy vendor reports. */
function limitedBy(request: FastifyRequest): string {
  return `${request.ip} ${named.safeParse(request.body).data?.examMetaData.examCode ?? ''}`;
}

/** A vendor without credentials: whatever is wrong with the proof is answered alike, so that nothing can be learned. */
function alike(error: unknown): unknown {
  const isMismatch = error instanceof Error && error.name === 'VendorPayloadError';
  return isMismatch ? new ApiError('review_unmatched', { cause: error }) : error;
}

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
  const rateLimit = {
    max: TRIES_PER_MINUTE,
    timeWindow: '1 minute',
    hook: 'preHandler',
    keyGenerator: limitedBy,
  } as const;
  app.post(
    '/proctoring_review_callback/',
    {
      config: { anonymous: true, acceptsAnything: true, body: 'json', rateLimit },
      schema: {
        summary: 'The result of a review by a vendor without credentials',
        tags: ['vendor'],
        operationId: 'anonymousReview',
        security: [],
        querystring: z.object({ token: z.string().optional().describe("Secret of the callback's address") }),
        body: review,
        response: { 200: text, 400: errorBody, 429: errorBody },
      },
    },
    async (request, reply) => {
      const { data } = named.safeParse(request.body);
      const attempt = data ? await anyAttemptByCode(deps.pool, data.examMetaData.examCode) : null;
      const vendor = attempt && readerOf(deps, attempt, request.query.token ?? null);
      if (!attempt || !vendor) throw new ApiError('review_unmatched');
      try {
        await acceptReview(deps, { attempt, vendor, payload: request.body, reviewedBy: null, actorUserId: null });
      } catch (error) {
        throw alike(error);
      }
      return await asJsonText(reply).send('OK');
    },
  );
}
