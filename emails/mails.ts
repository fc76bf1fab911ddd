import type { MailDefinition } from './definition.ts';
import { rejected } from './rejected/index.ts';
import { submitted } from './submitted/index.ts';
import { verified } from './verified/index.ts';

export type MailName = 'submitted' | 'verified' | 'rejected';

/** Every email there is; each has the folder of its name. */
export const MAILS: Record<MailName, MailDefinition> = { submitted, verified, rejected };

export const MAIL_NAMES = Object.keys(MAILS) as MailName[];
