import type { EffectActivities } from './activities.ts';
import type { Effect, EffectKind } from '../../rules/attempt/effects.ts';

/** What only tells of a change that has happened, and comes with nearly every one: it goes together. */
const ANNOUNCED = {
  'publish-exam-event': 'exam event',
  track: 'tracking event',
  'announce-status': 'status',
} as const satisfies Partial<Record<EffectKind, string>>;

type AnnouncedKind = keyof typeof ANNOUNCED;

/** The activity that carries out an effect, and what the Temporal UI says beside its name. */
export const ACTIVITY_OF = {
  'complete-unit': { name: 'completeUnit', summary: 'LMS: unit completed' },
  'set-credit': { name: 'setCredit', summary: 'LMS: credit requirement' },
  'remove-credit': { name: 'removeCredit', summary: 'LMS: credit requirement taken back' },
  'override-grade': { name: 'overrideGrade', summary: 'LMS: grade override' },
  'invalidate-certificate': { name: 'invalidateCertificate', summary: 'LMS: certificate invalidated' },
  'undo-grade-override': { name: 'undoGradeOverride', summary: 'LMS: grade override undone' },
  'erase-answers': { name: 'eraseAnswers', summary: 'LMS: answers erased' },
  'notify-support': { name: 'notifySupport', summary: 'LMS: support notice' },
  'decline-siblings': { name: 'declineSiblings', summary: 'decline the other exams of the course' },
  'send-mail': { name: 'sendMail', summary: 'mail' },
  'clear-blocked-attempts': { name: 'clearBlockedAttempts', summary: 'clear attempts that waited for onboarding' },
  'start-at-vendor': { name: 'startAtVendor', summary: 'vendor: started' },
  'stop-at-vendor': { name: 'stopAtVendor', summary: 'vendor: handed in' },
  'mark-erroneous-at-vendor': { name: 'markErroneousAtVendor', summary: 'vendor: error' },
  'remove-at-vendor': { name: 'removeAtVendorLater', summary: 'vendor: removed' },
} as const satisfies Record<Exclude<EffectKind, AnnouncedKind>, { name: keyof EffectActivities; summary: string }>;

/** Whether an effect of this kind goes with others in one activity. */
export function isAnnounced(kind: EffectKind): kind is AnnouncedKind {
  return kind in ANNOUNCED;
}

/** What an effect is called in the Temporal UI, beside the name of its activity. */
export function summaryOf(effect: Effect): string {
  if (effect.kind === 'publish-exam-event') return `${ANNOUNCED[effect.kind]} ${effect.event}`;
  if (isAnnounced(effect.kind)) return ANNOUNCED[effect.kind];
  const { summary } = ACTIVITY_OF[effect.kind];
  if (effect.kind === 'set-credit') return `${summary} ${effect.status}`;
  return effect.kind === 'send-mail' ? `${summary}: ${effect.mail}` : summary;
}
