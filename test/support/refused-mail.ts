import { until } from '../../dev/until.ts';
import { MailRefusedError } from '../../emails/delivery/port.ts';
import { areEffectsFinished, effectsOf, newCode } from './attempt-records.ts';
import { creationRequest, type Service } from './service.ts';

/** An attempt of a course whose email was refused with that cause: its code, and the key of the email. */
export async function refuseMail(service: Service, { cause, courseId }: { cause: string; courseId: string }) {
  const code = newCode();
  service.mailer.failure = new MailRefusedError(cause);
  const request = await creationRequest(service, { exam: { proctored: true, courseId } });
  await service.attempts.create(code, { ...request, startClock: true });
  await service.attempts.tell(code, 'submit', { actor: { kind: 'learner' } });
  await until(() => areEffectsFinished(service, code), 'the effects');
  service.mailer.failure = null;
  const key = (await effectsOf(service, code)).find(({ kind }) => kind === 'send-mail')?.key ?? '';
  return { code, key };
}

/** Where the email of an attempt stands. */
export async function mailOf(service: Service, code: string) {
  const mail = (await effectsOf(service, code)).find(({ kind }) => kind === 'send-mail');
  return { outcome: mail?.outcome, tries: mail?.tries };
}
