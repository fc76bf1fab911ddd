import { t } from '../words/words.ts';
import type { Act } from './act.ts';

/** Acts that end an attempt while it runs. */
export const SUBMIT: Act = {
  name: 'submit',
  isGrave: true,
  reason: 'required',
  category: () => 'other',
  preview: () => t('act.submit.preview'),
};

export const ERROR: Act = {
  name: 'error',
  isGrave: true,
  reason: 'required',
  category: () => 'misconduct',
  preview: () => t('act.error.preview'),
};

export const REAPPLY: Act = {
  name: 'reapply',
  reason: 'optional',
  category: () => 'other',
  preview: () => t('act.reapply.preview'),
};
