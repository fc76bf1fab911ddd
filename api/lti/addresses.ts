import type { FastifyRequest } from 'fastify';
import type { AppDeps } from '../app-deps.ts';
import { ownUrl } from '../own-url.ts';
import type { LtiTool } from '../../vendors/lti/tool.ts';

const BASE = '/lti/lti_consumer/v1';

/** Our name as an issuer, which is also the beginning of our addresses; no trailing slash. */
export function issuerOf({ config }: Pick<AppDeps, 'config'>, request: FastifyRequest): string {
  return ownUrl(config, request);
}

/** The addresses that a tool is registered with here (edx-exams §6). */
export const ADDRESSES = {
  keys: `${BASE}/public_keysets`,
  token: `${BASE}/token`,
  launch: `${BASE}/launch/`,
  startAssessment: `${BASE}/start_proctoring_assessment`,
  control: ({ configurationId }: LtiTool) => `/lti/${configurationId}/acs`,
  roster: (examId: number) => `/lti/exam/${examId}/instructor_tool/roster`,
  browserLock: '/browser_lock/',
} as const;
