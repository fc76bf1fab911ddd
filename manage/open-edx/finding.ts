/** Where a setting belongs: this service, a part of Open edX, or one of its courses. */
export type Place = 'here' | 'LMS' | 'CMS' | 'LMS and CMS' | 'front ends' | 'course';

/** What is known of one setting. */
export interface Finding {
  place: Place;
  setting: string;
  /** `unseen`: it cannot be told from outside whether it is set. */
  state: 'set' | 'missing' | 'unseen';
  /** What was seen, in a few words. */
  seen: string;
  /** What to paste there, or how to get it; null where nothing is to be done. */
  value: string | null;
}

type Named = Pick<Finding, 'place' | 'setting'>;

/** It is as it must be. */
export const set = (named: Named, seen: string): Finding => ({ ...named, state: 'set', seen, value: null });

/** It is not as it must be. */
export const missing = (named: Named, seen: string, value: string): Finding => ({
  ...named,
  state: 'missing',
  seen,
  value,
});

/** It cannot be seen. */
export const unseen = (named: Named, seen: string, value: string): Finding => ({
  ...named,
  state: 'unseen',
  seen,
  value,
});
