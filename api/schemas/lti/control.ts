import { z } from 'zod';
import { severity } from '../../../vendors/lti/control-report.ts';

/** What a tool can do to an assessment; it is told so with each start. */
export const CONTROL_ACTIONS = ['pause', 'resume', 'terminate', 'update', 'flag'] as const;

export const uuid = z.string().regex(/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i, 'must be a UUID');

/** The control of an assessment (LTI Proctoring Services §4; edx-exams §6). */
export const controlMessage = z
  .object({
    user: z
      .object({
        iss: z.string().max(255).optional().describe('This platform, as in its messages'),
        sub: uuid.describe('The learner, as in the message of the start'),
      })
      .describe('Whose assessment it is'),
    resource_link: z
      .object({ id: z.string().max(255).describe('As in the message of the start') })
      .describe('The exam'),
    attempt_number: z.int().min(1).max(1_000_000).describe('As in the message of the start'),
    action: z
      .enum(CONTROL_ACTIONS)
      .describe(
        '`pause` holds the clock and `resume` lets it go on; `update` gives `extra_time`; `terminate` ends the assessment, with a ' +
          'result by reason and severity; `flag` only tells staff',
      ),
    incident_time: z.iso.datetime({ offset: true }).describe('When it happened'),
    incident_severity: severity.describe('From 0 to 1, as number or text'),
    reason_code: z
      .union([z.string().min(1).max(64), z.int().transform(String)])
      .describe('The tool’s own; `1`: the learner ended the assessment regularly'),
    reason_msg: z.string().max(2000).optional().describe('The reason in words'),
    extra_time: z.int().min(1).max(1440).optional().describe('Minutes that `update` gives'),
  })
  .refine(({ action, extra_time: minutes }) => action !== 'update' || minutes !== undefined, {
    path: ['extra_time'],
    message: 'is missing: nothing else can be updated',
  })
  .meta({
    example: {
      user: { iss: 'https://exams.example.com', sub: '3f1c2a4e-7d5b-8c6a-9e0f-1a2b3c4d5e6f' },
      resource_link: { id: '0b0f7a52-52a1-8c0a-a5a8-3c0a1b5d9e10' },
      attempt_number: 1,
      action: 'flag',
      incident_time: '2030-06-01T10:20:30Z',
      incident_severity: '0.4',
      reason_code: '2',
      reason_msg: 'Looked at another window',
    },
  });

export type ControlMessage = z.output<typeof controlMessage>;

export const CONTROL_STATUSES = ['none', 'running', 'paused', 'terminated', 'complete'] as const;

export const controlAnswer = z
  .object({
    status: z.enum(CONTROL_STATUSES).describe('Of the assessment now; `none` before its clock runs'),
    extra_time: z.int().optional().describe('Minutes given by this message'),
  })
  .meta({ id: 'LtiControlAnswer', description: 'What became of an assessment', example: { status: 'running' } });
