import type { FastifyRequest } from 'fastify';
import { decodeJwt, type JWTPayload } from 'jose';
import { z } from 'zod';
import { findLiveAttemptByCode, type Attempt } from '../../../db/attempts.ts';
import { findLtiAttempt, recordWantsEnd } from '../../../db/lti-attempts.ts';
import { recordConfirmation, findLaunchOfSession } from '../../../db/lti-launches.ts';
import type { LtiTool } from '../../../vendors/lti/tool.ts';
import type { AppDeps } from '../../app-deps.ts';
import { ApiError } from '../../errors/api-error.ts';
import { MESSAGE_ERRORS } from '../../errors/route-errors.ts';
import { ANONYMOUS_BODY } from '../../http-limits.ts';
import { LTI, PROCTORING, VERSION } from '../../lti/claims.ts';
import { ADDRESSES, issuerOf } from '../../lti/addresses.ts';
import { readyPage, sendPage } from '../../lti/pages.ts';
import { isClientKnown, toolByName } from '../../lti/tools.ts';
import { createLimit } from '../../plugins/rate-limits.ts';
import { page, startAssessmentForm } from '../../schemas/lti/launch.ts';
import { mfeAddress } from '../../wire/addresses.ts';
import type { App } from '../app-instance.ts';

/** From one address; right ones are not counted. */
const WRONG_MESSAGES_PER_MINUTE = 60;
const LONGEST_SESSION = 64;

/** What the message says of the launch that it answers; the nonce need not be kept, since each session counts once. */
const claims = z.object({
  [`${LTI}/message_type`]: z.literal('LtiStartAssessment'),
  [`${LTI}/version`]: z.literal(VERSION),
  [`${LTI}/deployment_id`]: z.string(),
  [`${LTI}/resource_link`]: z.object({ id: z.string() }),
  [`${PROCTORING}/attempt_number`]: z.int(),
  [`${PROCTORING}/end_assessment_return`]: z.boolean().optional(),
  nonce: z.string().min(1),
});

/** Claims that nobody has proved yet: they only say whose key to try. */
function readUnproved(token: string): JWTPayload {
  try {
    return decodeJwt(token);
  } catch (cause) {
    throw new ApiError('tool_token_invalid', { cause });
  }
}

/** The tool says that a learner is set up, so that they may begin (edx-exams §6). No cookie is needed: the session is the proof. */
export function startAssessment(app: App, deps: AppDeps): void {
  const { pool, lti, clock, config } = deps;
  const limitWrongOnes = createLimit({ max: WRONG_MESSAGES_PER_MINUTE });

  /** The launch that the message answers, with its tool; throws `tool_unknown` and `launch_unknown`. */
  async function findUnderWay({ iss, [`${PROCTORING}/session_data`]: session }: JWTPayload) {
    if (!isClientKnown(deps, iss)) throw new ApiError('tool_unknown');
    const isSession = typeof session === 'string' && session.length <= LONGEST_SESSION;
    const launch = isSession ? await findLaunchOfSession(pool, session, clock()) : null;
    const tool = launch && toolByName(deps, launch.backend);
    const attempt = launch?.attemptCode ? await findLiveAttemptByCode(pool, launch.attemptCode) : null;
    if (!isSession || !launch || !tool || !attempt) throw new ApiError('launch_unknown');
    return { session, launch, tool, attempt };
  }

  /** Whether the tool wants to hear of the end; throws `launch_invalid` for a message about something else. */
  async function readClaims(payload: JWTPayload, tool: LtiTool, { attemptCode, exam }: Attempt): Promise<boolean> {
    const { data } = claims.safeParse(payload);
    const known = await findLtiAttempt(pool, attemptCode);
    const isAboutIt =
      data?.[`${LTI}/deployment_id`] === tool.deploymentId &&
      data[`${LTI}/resource_link`].id === lti.ids.resourceLink(exam.id, tool.name) &&
      data[`${PROCTORING}/attempt_number`] === known?.attemptNumber;
    if (!isAboutIt) throw new ApiError('launch_invalid');
    return data[`${PROCTORING}/end_assessment_return`] ?? false;
  }

  /** What a message says that is not a replay. */
  async function readMessage(request: FastifyRequest<{ Body: z.output<typeof startAssessmentForm> }>) {
    const token = request.body.JWT ?? '';
    const { session, launch, tool, attempt } = await findUnderWay(readUnproved(token));
    const issuer = issuerOf(deps, request);
    const audience = [issuer, `${issuer}/`, ...config.proctoring.lti.audiences];
    const payload = await lti.toolTokens.verify(tool, token, { audience, now: clock() });
    const wantsEnd = await readClaims(payload, tool, attempt);
    if (launch.confirmedAt !== null) throw new ApiError('launch_unknown');
    return { session, attempt, wantsEnd };
  }

  app.post(
    ADDRESSES.startAssessment,
    {
      bodyLimit: ANONYMOUS_BODY.ignored,
      config: {
        scope: 'toolSignature',
        answersInPages: true,
        errors: ['launch_unknown', 'launch_invalid', 'sign_in_unavailable', ...MESSAGE_ERRORS],
      },
      schema: {
        summary: 'Let a learner begin whom an LTI tool has set up',
        description: 'For browsers: a page that leads on to the exam.',
        operationId: 'startAssessment',
        body: startAssessmentForm,
        produces: ['text/html'],
        response: { 200: page },
      },
    },
    async (request, reply) => {
      const { session, attempt, wantsEnd } = await readMessage(request).catch((error: unknown) => {
        if (error instanceof ApiError && error.status < 500) limitWrongOnes(request.ip);
        throw error;
      });
      // Told before it is noted, so that what was lost in between can be sent again.
      const wish = { actor: { kind: 'vendor' }, wishId: `lti/${session}` } as const;
      await deps.attempts.tell(attempt.attemptCode, 'vendor-ready', wish);
      await recordWantsEnd(pool, attempt.attemptCode, wantsEnd);
      await recordConfirmation(pool, session, clock());
      return await sendPage(reply, readyPage(mfeAddress(config.site.learningMfeUrl, attempt.exam)));
    },
  );
}
