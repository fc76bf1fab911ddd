import type { FastifyRequest } from 'fastify';
import type { JWTPayload } from 'jose';
import { recordUsedToken } from '../../../db/lti-used-tokens.ts';
import type { LtiTool } from '../../../vendors/lti/tool.ts';
import { ADDRESSES, issuerOf } from '../../lti/addresses.ts';
import { grantedScopes, issueAccess } from '../../lti/access-tokens.ts';
import { TOKEN_SECONDS } from '../../lti/platform.ts';
import { SKEW_SECONDS } from '../../lti/tool-tokens.ts';
import { toolByAddress } from '../../lti/tools.ts';
import type { AppDeps } from '../../app-deps.ts';
import { ApiError } from '../../errors/api-error.ts';
import type { ErrorCode } from '../../errors/catalogue.ts';
import { createLimit } from '../../plugins/rate-limits.ts';
import { oauthError, registrationParams, toolAccess, toolGrant } from '../../schemas/lti/registration.ts';
import type { App } from '../app-instance.ts';

const ASSERTION = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
/** For one tool from one address; right ones are not counted. */
const WRONG_ASSERTIONS_PER_MINUTE = 30;
const LONGEST_ID = 255;
/** Longer than an expired token is taken. */
const SKEW_MS = 2 * SKEW_SECONDS * 1000;

/** Errors in the words of OAuth (RFC 6749 §5.2). */
const refusal = (code: ErrorCode, error: string) => new ApiError(code, { body: { error } });
const invalidClient = () => refusal('tool_token_invalid', 'invalid_client');

/** Tools exchange a token of their own for one of ours (edx-exams §6). */
export function ltiToken(app: App, deps: AppDeps): void {
  const { pool, lti, clock, config } = deps;
  const limitWrongOnes = createLimit({ max: WRONG_ASSERTIONS_PER_MINUTE });

  async function readAssertion(tool: LtiTool, request: FastifyRequest, assertion: string): Promise<JWTPayload> {
    const issuer = issuerOf(deps, request);
    const endpoint = issuer + request.url;
    const audience = [issuer, `${issuer}/`, endpoint, ...config.proctoring.lti.audiences];
    try {
      return await lti.toolTokens.verify(tool, assertion, { audience, now: clock() });
    } catch (error) {
      if (!(error instanceof ApiError) || error.code !== 'tool_token_invalid') throw error;
      limitWrongOnes(tool.name, request.ip);
      throw invalidClient();
    }
  }

  app.post(
    `${ADDRESSES.token}/:registration`,
    {
      config: { scope: 'toolSignature', errors: ['grant_unsupported', 'sign_in_unavailable'] },
      schema: {
        summary: 'Exchange a token that an LTI tool has signed for an access token',
        description: 'Errors are those of OAuth: `{"error": "invalid_client"}`.',
        operationId: 'issueLtiAccessToken',
        params: registrationParams,
        body: toolGrant,
        response: { 200: toolAccess.describe('An access token'), 400: oauthError },
      },
    },
    async (request, reply) => {
      const tool = toolByAddress(deps, request.params.registration);
      const { grant_type: grant, client_assertion_type: type, client_assertion: assertion, scope = '' } = request.body;
      if (grant === undefined || assertion === undefined || type !== ASSERTION) {
        throw refusal('tool_token_invalid', 'invalid_request');
      }
      if (grant !== 'client_credentials') throw refusal('grant_unsupported', 'unsupported_grant_type');
      const { sub, jti, exp = 0 } = await readAssertion(tool, request, assertion);
      if (sub !== tool.clientId || !jti || jti.length > LONGEST_ID) throw invalidClient();
      const scopes = grantedScopes(scope);
      // A token without a scope opens nothing, so that nothing is used up for it.
      const used = { backend: tool.name, id: jti, expiresAt: exp * 1000 + SKEW_MS };
      const isFresh = scopes.length === 0 || (await recordUsedToken(pool, used, clock()));
      if (!isFresh) throw invalidClient();
      void reply.header('cache-control', 'no-store');
      return {
        access_token: await issueAccess(lti, issuerOf(deps, request), { tool, scopes }),
        token_type: 'bearer' as const,
        expires_in: TOKEN_SECONDS,
        scope: scopes.join(' '),
      };
    },
  );
}
