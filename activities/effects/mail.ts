import { composeStatusMail, type StatusMailDeps } from './compose-mail.ts';
import type { Mailer } from '../../emails/delivery/port.ts';
import type { EffectsIn } from './recording.ts';

export interface MailEffectDeps extends StatusMailDeps {
  mailer: Mailer;
}

export function createMailEffects(deps: MailEffectDeps): EffectsIn<'mail'> {
  return {
    /** Sends the learner an email. A learner without an address gets none, which is not a failure. */
    async 'send-mail'({ key, effect }, { learner, exam }) {
      if (effect.kind !== 'send-mail') throw new TypeError(`${effect.kind} is no email`);
      const { courseId: course, examName, backend } = exam;
      const mail = await composeStatusMail(
        { effectKey: key, mail: effect.mail, learner, course, examName, backend },
        deps,
      );
      if (mail) await deps.mailer.send(mail);
    },
  };
}
