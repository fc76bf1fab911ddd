import type { AppDeps } from '../../app-deps.ts';
import { MESSAGE_ERRORS } from '../../errors/route-errors.ts';
import { throwIfInvalid } from '../../errors/throw-if-invalid.ts';
import { requireAccess } from '../../lti/access-tokens.ts';
import { control, findControlled } from '../../lti/control.ts';
import { issuerOf } from '../../lti/addresses.ts';
import { toolByAddress } from '../../lti/tools.ts';
import { controlAnswer, controlMessage } from '../../schemas/lti/control.ts';
import { registrationParams } from '../../schemas/lti/registration.ts';
import type { App } from '../app-instance.ts';

/** The control of assessments by the tool that proctors them (edx-exams §6). */
export function assessmentControl(app: App, deps: AppDeps): void {
  app.post(
    '/lti/:registration/acs',
    {
      attachValidation: true,
      config: {
        scope: 'toolToken',
        errors: [
          'validation_failed',
          'attempt_not_begun',
          'attempt_not_running',
          'extra_time_exceeded',
          'control_not_possible',
          'review_exists',
          ...MESSAGE_ERRORS,
        ],
      },
      schema: {
        summary: 'Pause, resume, end, extend or flag an assessment, as its LTI tool',
        description:
          'The tool reaches the attempts that it was launched for. The same message sent again changes nothing.',
        operationId: 'controlAssessment',
        params: registrationParams,
        body: controlMessage,
        response: { 200: controlAnswer.describe('What became of the assessment') },
      },
    },
    async (request) => {
      const tool = toolByAddress(deps, request.params.registration);
      await requireAccess(deps.lti, tool, request);
      throwIfInvalid(request, 'body');
      const message = request.body;
      const names = [issuerOf(deps, request), ...deps.config.proctoring.lti.audiences];
      const attempt = await findControlled(deps, { tool, names, message });
      return await control(deps, { tool, attempt, message });
    },
  );
}
