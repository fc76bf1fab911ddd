import { ApplicationFailure } from '@temporalio/common';
import type { DatabasePool } from 'slonik';
import { readEffectSubject } from '../../db/effect-subjects.ts';
import type { EffectActivities, EffectInput, StoreActivities } from '../../workflows/exam-attempt/activities.ts';
import type { AttemptClient } from '../../workflows/exam-attempt/client.ts';
import { AttemptRefusedError } from '../../workflows/refusals.ts';
import { composeStatusMail, type StatusMailDeps } from './compose-mail.ts';
import type { Mailer } from '../../emails/delivery/port.ts';
import { EFFECT_KINDS, EFFECTS, type EffectKind, type LoneKind } from '../../rules/attempt/effects.ts';
import { activityOf, isLone, type ActivitiesOf } from '../../workflows/exam-attempt/effect-activities.ts';
import { createAnnouncer, createBatchTeller } from './announcing.ts';
import { createLmsTeller, type LmsEffectDeps } from './lms.ts';
import { recordTries } from './recording.ts';
import { createBlockedAttemptCleaner, createOtherExamsDecliner } from './other-attempts.ts';
import { createVendorRemover, createVendorRequests, createVendorTeller } from './vendor.ts';

export interface EffectDeps extends LmsEffectDeps {
  pool: DatabasePool;
  attempts: AttemptClient;
  mailer: Mailer;
  mails: StatusMailDeps['mails'];
  site: StatusMailDeps['site'];
}

/** Sends the learner an email. A learner without an address gets none, which is not a failure. */
function createMailSender(deps: EffectDeps) {
  return async ({ key, effect, attemptId }: EffectInput): Promise<void> => {
    if (effect.kind !== 'send-mail') throw new TypeError(`${effect.kind} is no mail`);
    const { learner, exam } = await readEffectSubject(deps.pool, attemptId);
    const mail = await composeStatusMail(
      {
        effectKey: key,
        mail: effect.mail,
        learner,
        course: exam.courseId,
        examName: exam.examName,
        backend: exam.backend,
      },
      deps,
    );
    if (mail) await deps.mailer.send(mail);
  };
}

function isForLms(kind: EffectKind): kind is LoneKind<'lms'> {
  return isLone(kind) && EFFECTS[kind].lane === 'lms';
}

/** The activities that reach outside the service, one per kind of effect. */
export function createEffectActivities(deps: EffectDeps): EffectActivities & Pick<StoreActivities, 'announce'> {
  const effect = (run: (input: EffectInput) => Promise<void>) => recordTries(deps, run);
  const tellLms = effect(createLmsTeller(deps));
  const toLms = Object.fromEntries(EFFECT_KINDS.filter(isForLms).map((kind) => [activityOf(kind), tellLms]));
  return {
    ...createVendorRequests(deps),
    startAtVendor: effect(createVendorTeller(deps, (vendor, attempt) => vendor.startAttempt(attempt))),
    stopAtVendor: effect(createVendorTeller(deps, (vendor, attempt) => vendor.stopAttempt(attempt))),
    markErroneousAtVendor: effect(createVendorTeller(deps, (vendor, attempt) => vendor.markErroneousAttempt(attempt))),
    removeAtVendorLater: effect(createVendorRemover(deps)),
    sendMail: effect(createMailSender(deps)),
    ...(toLms as ActivitiesOf<'lms', EffectInput>),
    announceLater: createBatchTeller(tellLms),
    declineSiblings: effect(createOtherExamsDecliner(deps)),
    clearBlockedAttempts: effect(createBlockedAttemptCleaner(deps)),
    announce: createAnnouncer(tellLms),

    async tellAttempt({ attemptCode, event, payload }) {
      try {
        return await deps.attempts.tell(attemptCode, event, payload);
      } catch (error) {
        if (!(error instanceof AttemptRefusedError)) throw error;
        throw ApplicationFailure.nonRetryable(error.message, error.refusal);
      }
    },
  };
}
