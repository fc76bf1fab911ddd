import { Context } from '@temporalio/activity';
import { ApplicationFailure } from '@temporalio/common';
import type { EffectActivities, EffectInput, StoreActivities } from '../../workflows/exam-attempt/activities.ts';
import type { AttemptClient } from '../../workflows/exam-attempt/client.ts';
import { activityOf, isLone, type ActivitiesOf } from '../../workflows/exam-attempt/effect-activities.ts';
import { AttemptRefusedError } from '../../workflows/refusals.ts';
import { EFFECT_KINDS, EFFECTS, type Lane, type LoneKind } from '../../rules/attempt/effects.ts';
import { createAnnouncer } from './announcing.ts';
import { createLmsTeller, type LmsEffectDeps } from './lms.ts';
import { createMailEffects, type MailEffectDeps } from './mail.ts';
import { createOtherAttemptsEffects } from './other-attempts.ts';
import type { FirstTries } from './first-tries.ts';
import { tryOrPutOff } from './prompt-tries.ts';
import { recordPuttingOff, recordTries, recordTriesOfOne, type CarryOut, type EffectsIn } from './recording.ts';
import { createRegistration } from './registration.ts';
import { createRemoval, createVendorEffects } from './vendor.ts';

export interface EffectDeps extends LmsEffectDeps, MailEffectDeps {
  lookups: LmsEffectDeps['lookups'];
  vendors: LmsEffectDeps['vendors'];
  attempts: AttemptClient;
  firstTries: FirstTries;
}

/** One function for whatever the LMS is told; what it is told depends on the kind (lms/effects). */
function createLmsEffects(tellLms: CarryOut): EffectsIn<'lms'> {
  const kinds = EFFECT_KINDS.filter((kind) => isLone(kind) && EFFECTS[kind].lane === 'lms');
  return Object.fromEntries(kinds.map((kind) => [kind, tellLms])) as EffectsIn<'lms'>;
}

/** The activities that reach outside the service: one for each kind of effect, named after it, and what somebody awaits. */
export function createEffectActivities(deps: EffectDeps): EffectActivities & Pick<StoreActivities, 'announce'> {
  const tellLms = createLmsTeller(deps);
  const effects: EffectsIn<Lane> = {
    ...createVendorEffects(deps),
    ...createMailEffects(deps),
    ...createLmsEffects(tellLms),
    ...createOtherAttemptsEffects(deps),
  };
  const { promptly, begun } = deps.firstTries;
  const recording = { ...deps, begun };
  const putOff = recordPuttingOff(recording);
  const activities = Object.entries(effects).map(([kind, carryOut]) => {
    const run = recordTriesOfOne(recording, carryOut);
    const tryPromptly = promptly[EFFECTS[kind as LoneKind].lane];
    const runOrTry = (input: EffectInput) =>
      Context.current().info.isLocal
        ? tryOrPutOff(
            tryPromptly,
            () => run(input),
            () => putOff([input]),
          )
        : run(input);
    return [activityOf(kind as LoneKind), runOrTry];
  });
  const tellTogether = recordTries(recording, tellLms);
  return {
    ...(Object.fromEntries(activities) as ActivitiesOf<Lane, EffectInput>),
    ...createRegistration(deps, promptly.vendor),
    ...createRemoval(deps),
    announce: createAnnouncer(tellTogether, promptly.lms, putOff),
    announceLater: async (inputs) => (await tellTogether(inputs)).finished,

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
