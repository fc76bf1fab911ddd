import type { JWTPayload } from 'jose';
import type { LtiAttempt } from '../../db/lti-attempts.ts';
import type { LtiTool } from '../../vendors/lti/tool.ts';
import { CONTROL_ACTIONS } from '../schemas/lti/control.ts';
import { LTI, PROCTORING, VERSION } from './claims.ts';
import { ADDRESSES } from './addresses.ts';
import type { LtiIds } from '../../vendors/lti/ids.ts';

const INSTRUCTOR = 'http://purl.imsglobal.org/vocab/lis/v2/institution/person#Instructor';

/** What every message is made of. */
export interface MessageFacts {
  issuer: string;
  ids: LtiIds;
  platformName: string;
  tool: LtiTool;
  nonce: string;
  userId: number;
  exam: { id: number; courseId: string; contentId: string };
}

interface Content {
  type: string;
  roles: readonly string[];
  context: object;
  presentation?: object;
}

/** The claims that all messages have (edx-exams §6); nothing in them names anybody. */
function commonClaims({ ids, platformName, tool, nonce, userId, exam }: MessageFacts, content: Content): JWTPayload {
  return {
    aud: tool.clientId,
    azp: tool.clientId,
    sub: ids.person(userId, tool.name),
    nonce,
    [`${LTI}/message_type`]: content.type,
    [`${LTI}/version`]: VERSION,
    [`${LTI}/deployment_id`]: tool.deploymentId,
    [`${LTI}/target_link_uri`]: tool.launchUrl,
    [`${LTI}/resource_link`]: { id: ids.resourceLink(exam.id, tool.name) },
    [`${LTI}/roles`]: content.roles,
    [`${LTI}/context`]: content.context,
    [`${LTI}/launch_presentation`]: content.presentation ?? {},
    [`${LTI}/tool_platform`]: { guid: ids.platform(), name: platformName },
  };
}

/** The learner comes to be set up; the tool answers with the session once they are. */
export function startMessage(facts: MessageFacts, { attemptNumber }: LtiAttempt, sessionData: string): JWTPayload {
  const { issuer, tool, exam } = facts;
  const context = { id: exam.courseId, label: exam.contentId };
  const settings = tool.proctoringSettings;
  return {
    ...commonClaims(facts, { type: 'LtiStartProctoring', roles: [], context }),
    // Without its scheme, as the one tool that uses it takes it.
    [`${LTI}/custom`]: { custom_url: `${new URL(issuer).host}${ADDRESSES.browserLock}` },
    [`${PROCTORING}/attempt_number`]: attemptNumber,
    [`${PROCTORING}/session_data`]: sessionData,
    [`${PROCTORING}/start_assessment_url`]: issuer + ADDRESSES.startAssessment,
    [`${PROCTORING}/acs`]: {
      assessment_control_url: issuer + ADDRESSES.control(tool),
      actions: CONTROL_ACTIONS,
    },
    ...(settings !== null && { [`${PROCTORING}/proctoring_settings`]: { data: settings } }),
  };
}

/** The learner has finished, and goes on to `returnUrl` when the tool has too. */
export function endMessage(facts: MessageFacts, { attemptNumber }: LtiAttempt, returnUrl: string): JWTPayload {
  return {
    ...commonClaims(facts, {
      type: 'LtiEndAssessment',
      roles: [],
      context: { id: facts.exam.courseId },
      presentation: { return_url: returnUrl },
    }),
    [`${PROCTORING}/attempt_number`]: attemptNumber,
    [`${PROCTORING}/session_data`]: null,
  };
}

/** Staff come to look at what the tool has recorded of an exam. */
export function reviewMessage(facts: MessageFacts): JWTPayload {
  const { issuer, exam } = facts;
  return {
    ...commonClaims(facts, {
      type: 'LtiResourceLinkRequest',
      roles: [INSTRUCTOR],
      context: { id: exam.courseId },
    }),
    [`${LTI}/custom`]: { roster_url: issuer + ADDRESSES.roster(exam.id) },
  };
}
