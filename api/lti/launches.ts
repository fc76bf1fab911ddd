import { randomBytes } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import type { Attempt } from '../../db/attempts.ts';
import { recordLtiAttempt } from '../../db/lti-attempts.ts';
import { insertLaunch, type Launch } from '../../db/lti-launches.ts';
import type { LtiTool } from '../../vendors/lti/tool.ts';
import type { AppDeps } from '../app-deps.ts';
import { issuerOf } from './addresses.ts';

/** A learner may show their identity card and their room for as long as it takes. */
const LAUNCH_MS = 12 * 60 * 60 * 1000;

/** 256 bits, as text for an address. */
const newHint = () => randomBytes(32).toString('base64url');
/** 192 bits, in 32 characters. */
const newSession = () => randomBytes(24).toString('base64url');

interface Wish {
  tool: LtiTool;
  message: Launch['message'];
  exam: { id: number };
  /** Null for the review tool. */
  attempt: Attempt | null;
  userId: number;
}

/** Remembers that a browser is sent to a tool; answers where it goes (edx-exams §6). */
export async function beginLaunch(
  deps: Pick<AppDeps, 'pool' | 'clock' | 'config' | 'lti'>,
  request: FastifyRequest,
  { tool, message, exam, attempt, userId }: Wish,
): Promise<string> {
  const { pool, lti } = deps;
  const [hint, now, backend] = [newHint(), deps.clock(), tool.name];
  const personId = lti.ids.person(userId, backend);
  if (attempt) {
    const resourceLinkId = lti.ids.resourceLink(exam.id, backend);
    await recordLtiAttempt(pool, attempt.attemptCode, { backend, resourceLinkId, personId });
  }
  const sessionData = message === 'start' ? newSession() : null;
  const attemptCode = attempt?.attemptCode ?? null;
  const ids = { attemptCode, examId: exam.id, userId };
  await insertLaunch(pool, { hint, backend, message, sessionData, ...ids, expiresAt: now + LAUNCH_MS }, now);

  const address = new URL(tool.oidcUrl);
  const query = {
    iss: issuerOf(deps, request),
    client_id: tool.clientId,
    lti_deployment_id: tool.deploymentId,
    target_link_uri: tool.launchUrl,
    login_hint: personId,
    lti_message_hint: hint,
  };
  for (const [name, value] of Object.entries(query)) address.searchParams.set(name, value);
  return address.href;
}
