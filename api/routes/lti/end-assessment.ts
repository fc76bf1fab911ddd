import { findLtiAttempt } from '../../../db/lti-attempts.ts';
import type { AppDeps } from '../../app-deps.ts';
import { MESSAGE_ERRORS } from '../../errors/route-errors.ts';
import { beginLaunch } from '../../lti/launches.ts';
import { requireOwnPage } from '../../lti/own-pages.ts';
import { findToolOfExam } from '../../lti/tools.ts';
import { attemptOf } from '../../permissions/granted.ts';
import { redirect } from '../../schemas/lti/launch.ts';
import { attemptParams } from '../../schemas/params.ts';
import { mfeAddress } from '../../wire/addresses.ts';
import type { App } from '../app-instance.ts';

/** The learner hands in, and their browser goes by the tool if that wants to know (edx-exams §6). Every exam can be ended so. */
export function endAssessment(app: App, deps: AppDeps): void {
  app.get(
    '/lti/end_assessment/:attempt_id(^\\d+$)',
    {
      config: { scope: 'ownAttempt', errors: ['csrf_failed', 'pause_missed', ...MESSAGE_ERRORS] },
      schema: {
        summary: 'Hand an exam in and tell its LTI tool',
        description: 'For browsers: redirects to the tool if that asked for it, else to the exam.',
        operationId: 'endAssessment',
        params: attemptParams,
        response: { 302: redirect },
      },
    },
    async (request, reply) => {
      requireOwnPage(deps.config, request);
      const attempt = attemptOf(request);
      const { exam, user, attemptCode } = attempt;
      await deps.attempts.tell(attemptCode, 'submit', { actor: { kind: 'learner', userId: user.id } });
      const known = await findLtiAttempt(deps.pool, attemptCode);
      const tool = known?.wantsEnd ? findToolOfExam(deps, exam) : null;
      if (!tool) return await reply.redirect(mfeAddress(deps.config.site.learningMfeUrl, exam), 302);
      const wish = { tool, message: 'end', exam, attempt, userId: user.id } as const;
      return await reply.redirect(await beginLaunch(deps, request, wish), 302);
    },
  );
}
