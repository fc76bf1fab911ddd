import type { FastifyRequest } from 'fastify';
import type { JWTPayload } from 'jose';
import type { z } from 'zod';
import { findAnyAttemptByCode } from '../../../db/attempts.ts';
import { findExam } from '../../../db/exams.ts';
import { findLtiAttempt } from '../../../db/lti-attempts.ts';
import { claimLaunch, findLaunch, type Launch } from '../../../db/lti-launches.ts';
import type { LtiTool } from '../../../vendors/lti/tool.ts';
import type { AppDeps } from '../../app-deps.ts';
import { ApiError } from '../../errors/api-error.ts';
import { ADDRESSES, issuerOf } from '../../lti/addresses.ts';
import { endMessage, reviewMessage, startMessage } from '../../lti/messages.ts';
import { formPage, sendPage } from '../../lti/pages.ts';
import { toolByName } from '../../lti/tools.ts';
import { createLimit } from '../../plugins/rate-limits.ts';
import { authenticationRequest, page } from '../../schemas/lti/launch.ts';
import { mfeAddress } from '../../wire/addresses.ts';
import type { App } from '../app-instance.ts';

type Wanted = z.output<typeof authenticationRequest>;

/** From one address; a campus behind one address has many right hints. */
const WRONG_HINTS_PER_MINUTE = 60;

/** Whether the request is one that LTI knows; what is left out counts as what it must be. */
function isWellFormed({ response_type: type, response_mode: mode, scope = 'openid', prompt }: Wanted): boolean {
  const isFixed = (value: string | undefined, only: string) => value === undefined || value === only;
  return (
    isFixed(type, 'id_token') &&
    isFixed(mode, 'form_post') &&
    isFixed(prompt, 'none') &&
    scope.split(' ').includes('openid')
  );
}

/** Sends the browser to the tool with the message that it was launched for (edx-exams §6). */
export function launch(app: App, deps: AppDeps): void {
  const { pool, lti, config } = deps;
  const limitWrongHints = createLimit({ max: WRONG_HINTS_PER_MINUTE });

  /** The launch and its tool; throws `launch_unknown`. */
  async function findUnderWay(hint: string | undefined, ip: string): Promise<{ found: Launch; tool: LtiTool }> {
    const found = hint === undefined ? null : await findLaunch(pool, hint, deps.clock());
    const tool = found && toolByName(deps, found.backend);
    if (found && tool) return { found, tool };
    limitWrongHints(ip);
    throw new ApiError('launch_unknown');
  }

  async function messageFor(
    request: FastifyRequest,
    { found, tool, nonce }: { found: Launch; tool: LtiTool; nonce: string },
  ): Promise<JWTPayload> {
    const { attemptCode, examId, userId, sessionData } = found;
    const common = { issuer: issuerOf(deps, request), ids: lti.ids, platformName: config.site.platformName };
    const facts = { ...common, tool, nonce, userId };
    if (attemptCode === null) {
      const exam = await findExam(pool, examId);
      if (!exam) throw new ApiError('launch_unknown');
      return reviewMessage({ ...facts, exam });
    }
    const [attempt, known] = await Promise.all([
      findAnyAttemptByCode(pool, attemptCode),
      findLtiAttempt(pool, attemptCode),
    ]);
    if (!attempt || !known) throw new ApiError('launch_unknown');
    const { exam } = attempt;
    return sessionData === null
      ? endMessage({ ...facts, exam }, known, mfeAddress(config.site.learningMfeUrl, exam))
      : startMessage({ ...facts, exam }, known, sessionData);
  }

  for (const method of ['GET', 'POST'] as const) {
    app.route({
      method,
      url: ADDRESSES.launch,
      config: { scope: 'launchHint', answersInPages: true, errors: ['launch_invalid'] },
      schema: {
        summary: 'Answer the authentication request of an LTI tool',
        description: 'For browsers: a page that posts the signed message to the tool by itself.',
        operationId: method === 'GET' ? 'launchLtiTool' : 'launchLtiToolByForm',
        ...(method === 'GET' ? { querystring: authenticationRequest } : { body: authenticationRequest }),
        produces: ['text/html'],
        response: { 200: page },
      },
      handler: async (request, reply) => {
        const wanted = (method === 'GET' ? request.query : request.body) as Wanted;
        const { lti_message_hint: hint, redirect_uri: redirectUri = '', state, nonce } = wanted;
        const { found, tool } = await findUnderWay(hint, request.ip);
        const isForIt =
          wanted.client_id === tool.clientId &&
          tool.redirectUrls.includes(redirectUri) &&
          wanted.login_hint === lti.ids.person(found.userId, tool.name);
        if (!isForIt || !isWellFormed(wanted) || !state || !nonce) throw new ApiError('launch_invalid');
        const message = await messageFor(request, { found, tool, nonce });
        const isFirst = await claimLaunch(pool, hint ?? '', nonce);
        if (!isFirst) throw new ApiError('launch_unknown');
        const idToken = await lti.sign(issuerOf(deps, request), message, 'JWT');
        return await sendPage(reply, formPage(redirectUri, { id_token: idToken, state }));
      },
    });
  }
}
