import { z } from 'zod';
import { defineCommonOptions } from '../common-options.ts';
import { isUsableTripleDesKey } from './exam-password.ts';

const httpUrl = z.url({ protocol: /^https?$/ });

/** Options of a SoftwareSecure (PSI RPNow) back-end: those of vendors §4.1, then four of our own. */
export const softwareSecureOptions = z.strictObject({
  ...defineCommonOptions({ verboseName: 'RPNow' }),
  organization: z.string().min(1),
  exam_sponsor: z.string().min(1),
  exam_register_endpoint: httpUrl,
  secret_key_id: z.string().min(1),
  secret_key: z.string().regex(/^[\x20-\x7e]+$/, 'must be ASCII'),
  crypto_key: z.string().refine(isUsableTripleDesKey, 'must be 16 or 24 bytes whose neighbouring thirds differ'),
  software_download_url: httpUrl,
  video_review_aes_key: z
    .string()
    .regex(/^(?:[0-9a-f]{2}){16}(?:(?:[0-9a-f]{2}){8}){0,2}$/i, 'must be 16, 24 or 32 bytes in hexadecimal')
    .optional(),
  send_email: z.boolean().default(false),
  callback_token: z.string().min(16).optional(),
  record_locator_visible: z.boolean().default(false),
  video_review_hosts: z.array(z.string().min(1)).optional(),
  timeout_seconds: z.number().positive().default(10),
});

export type SoftwareSecureOptions = z.output<typeof softwareSecureOptions>;
