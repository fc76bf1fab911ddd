import { isIncomplete, isRunning } from '../../../rules/attempt/statuses.ts';
import type { AppDeps } from '../../app-deps.ts';
import { asSeenAt } from '../../attempts/as-seen-at.ts';
import { ApiError } from '../../errors/api-error.ts';
import { MESSAGE_ERRORS } from '../../errors/route-errors.ts';
import { beginLaunch } from '../../lti/launches.ts';
import { requireOwnPage } from '../../lti/own-pages.ts';
import { toolOfExam } from '../../lti/tools.ts';
import { attemptOf } from '../../permissions/granted.ts';
import { redirect } from '../../schemas/lti/launch.ts';
import { attemptParams } from '../../schemas/params.ts';
import type { App } from '../app-instance.ts';

/** The learner's page sends the browser to be set up (edx-exams §6). A running exam goes on, whoever sets up again. */
export function startProctoring(app: App, deps: AppDeps): void {
  app.get(
    '/lti/start_proctoring/:attempt_id(^\\d+$)',
    {
      config: {
        scope: 'ownAttempt',
        errors: ['exam_without_tool', 'attempt_over', 'csrf_failed', ...MESSAGE_ERRORS],
      },
      schema: {
        summary: 'Begin the setup of a proctored exam at its LTI tool',
        description: 'For browsers: redirects to the login of the tool.',
        operationId: 'startProctoring',
        params: attemptParams,
        response: { 302: redirect },
      },
    },
    async (request, reply) => {
      requireOwnPage(deps.config, request);
      const attempt = asSeenAt(attemptOf(request), deps.clock(), deps.config.flags);
      const { exam, user, status } = attempt;
      const tool = toolOfExam(deps, exam);
      if (!isIncomplete(status)) throw new ApiError('attempt_over');
      if (!isRunning(status)) {
        const actor = { kind: 'learner', userId: user.id } as const;
        await deps.attempts.tell(attempt.attemptCode, 'click-download-software', { actor });
      }
      const wish = { tool, message: 'start', exam, attempt, userId: user.id } as const;
      return await reply.redirect(await beginLaunch(deps, request, wish), 302);
    },
  );
}
