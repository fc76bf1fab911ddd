/** An email template, text or override folder is wrong; thrown while loading, with the file and what to change. */
export class MailTemplateError extends Error {
  override name = 'MailTemplateError';
}
