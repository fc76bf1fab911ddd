import type { FastifyRequest } from 'fastify';
import { errors } from 'jose';
import type { LtiTool } from '../../vendors/lti/tool.ts';
import { ApiError } from '../errors/api-error.ts';
import type { LtiPlatform } from './platform.ts';

/** What the control of assessments needs; the only scope there is. */
export const CONTROL_SCOPE = 'https://purl.imsglobal.org/spec/lti-ap/scope/control.all';

/** Those of the wanted scopes that there are. */
export function grantedScopes(wanted: string): string[] {
  return [...new Set(wanted.split(' '))].filter((scope) => scope === CONTROL_SCOPE);
}

/** An access token for a tool, with scopes that it was granted. */
export async function issueAccess(
  lti: LtiPlatform,
  issuer: string,
  { tool, scopes }: { tool: LtiTool; scopes: readonly string[] },
): Promise<string> {
  return await lti.sign(issuer, { sub: tool.clientId, scopes: scopes.join(' ') }, 'at+jwt');
}

/** Throws `tool_access_refused` unless the request has an access token of this tool with the scope. */
export async function requireAccess(lti: LtiPlatform, tool: LtiTool, { headers }: FastifyRequest): Promise<void> {
  const token = /^Bearer\s+(\S+)$/i.exec(headers.authorization ?? '')?.[1];
  if (token === undefined) throw new ApiError('tool_access_refused');
  try {
    const { sub, scopes } = await lti.readAccessToken(token);
    const granted = typeof scopes === 'string' ? scopes.split(' ') : [];
    if (sub === tool.clientId && granted.includes(CONTROL_SCOPE)) return;
  } catch (cause) {
    if (!(cause instanceof errors.JOSEError)) throw cause;
  }
  throw new ApiError('tool_access_refused');
}
