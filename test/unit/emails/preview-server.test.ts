import { describe, expect, it } from 'vitest';
import { buildPreviewServer } from '../../../dev/email-previews/build-preview-server.ts';
import { MAIL_NAMES } from '../../../emails/index.ts';

describe('the page of all mails', () => {
  it('shows every mail in every language with subject, text and HTML', async () => {
    const { app, rebuild } = await buildPreviewServer();
    await rebuild();
    const index = await app.inject('/');
    const part = await app.inject('/mails/0');
    const missing = await app.inject('/mails/999');
    await app.close();
    const titles = MAIL_NAMES.flatMap((mail) => ['de', 'en'].map((language) => `${mail} · ${language} · usual`));
    expect(titles.filter((title) => !index.body.includes(title))).toEqual([]);
    expect(index.body).toContain('Proctoring attempt rejected');
    expect(index.body).toContain('You will receive the result by email within five working days');
    expect(part.body).toContain('<html lang="de"');
    expect(missing.statusCode).toBe(404);
  });
});
