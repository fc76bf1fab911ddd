/**
 * Patches that the release before this one has too, so that it can go on with attempts that bear their marks. A patch is
 * added here by the release after the one that brings it.
 */
export const EARLIER_PATCHES: readonly string[] = [
  'answer-after-siblings',
  'flag-leaves-the-clock',
  'hand-in-counts-until-it-was',
  'refused-creation-gives-its-place-back',
  'register-before-reset',
  'rules-by-kind-and-due-date',
  'vendor-told-before-reset',
];
