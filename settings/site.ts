import { z } from 'zod';
import { isTimeZone, json } from './kinds.ts';

/** What people are told of the site, and by which mail server. */
export const SITE_SETTINGS = {
  SITE_TIME_ZONE: z
    .string()
    .refine(isTimeZone, 'is not a time zone')
    .default('UTC')
    .describe('Time zone of the site, such as `Europe/Zurich`, in which the console and its reports show times'),
  SITE_NAME: z.string().default('localhost:8000').describe('Host name of the LMS; required'),
  HTTPS: z.string().default('on').describe('`on`: links to the LMS use https'),
  PLATFORM_NAME: z.string().default('Open edX').describe('Name of the platform, shown to learners'),
  CONTACT_EMAIL: z.string().default('info@example.org').describe('Contact address, shown to learners'),
  STATUS_EMAIL_FROM_ADDRESS: z.string().default('no-reply@example.org').describe('Sender of the emails about results'),
  LEARNING_MICROFRONTEND_URL: z
    .url({ protocol: /^https?$/ })
    .default('http://localhost:2000')
    .describe('Address of the learning front end, which is also an allowed origin; required'),
  LINK_URLS: json.default({}).describe('JSON object of links that the settings endpoint returns'),
  SMTP_URL: z
    .url({ protocol: /^smtps?$/, hostname: /./ })
    .optional()
    .describe('Mail server, `smtp://` or `smtps://`; if unset, no email is sent'),
  EMAIL_OVERRIDES_DIR: z.string().optional().describe("Folder with the operator's own email templates"),
};
