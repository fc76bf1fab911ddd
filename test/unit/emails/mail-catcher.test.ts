import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSmtpMailer } from '../../../emails/delivery/smtp-mailer.ts';
import type { MailCatcher } from '../../../dev/stand-ins/mail-catcher/start-mail-catcher.ts';
import { startMailCatcher } from '../../../dev/stand-ins/mail-catcher/start-mail-catcher.ts';
import { until } from '../../../dev/until.ts';

const HTML = '<h1>Hello</h1><script>document.title = "run"</script>';

let catcher: MailCatcher;
async function send(): Promise<void> {
  const mailer = createSmtpMailer(() => catcher.smtpUrl);
  await mailer
    .send({
      to: 'bob@example.org',
      from: 'no-reply@example.org',
      subject: 'A <b>subject</b>',
      html: HTML,
      text: 'Hello & welcome',
      messageId: '<caught@lms.example.org>',
      template: 'emails/proctoring_attempt_submitted_email.html',
    })
    .finally(() => mailer.close?.());
}

beforeEach(async () => {
  catcher = await startMailCatcher({ smtp: 0, web: 0 });
  await send();
});
afterEach(() => catcher.close());

const page = async (path: string) => (await fetch(catcher.url + path)).text();
const list = async (path: string) => JSON.parse(await page(path)) as unknown[];

describe('the mail catcher', () => {
  it('lists the mails that it caught', async () => {
    const html = await page('/');
    expect(html).toContain('<a href="/messages/1">A &lt;b&gt;subject&lt;/b&gt;</a>');
    expect(html).toContain('bob@example.org');
    expect(html).toContain('&lt;caught@lms.example.org&gt;');
  });

  it('shows text and headers of a mail, and its HTML in a frame without rights', async () => {
    const html = await page('/messages/1');
    expect(html).toContain('Hello &amp; welcome');
    expect(html).toContain('Message-ID: &lt;caught@lms.example.org&gt;');
    expect(html).toContain('<iframe sandbox src="/messages/1/html"');
    const part = await fetch(`${catcher.url}/messages/1/html`);
    expect(await part.text()).toBe(HTML);
    expect(part.headers.get('content-security-policy')).toBe(
      "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:",
    );
  });

  it('says that it is well', async () => {
    const response = await fetch(`${catcher.url}/healthz`);
    expect([response.status, await response.json()]).toEqual([200, { status: 'ok' }]);
  });

  it('forgets the mails when told to', async () => {
    await fetch(`${catcher.url}/api/messages`, { method: 'DELETE' });
    expect(JSON.parse(await page('/api/messages'))).toEqual([]);
  });

  it.each([
    { mode: 'hold', taken: 1 },
    { mode: 'hold-taken', taken: 2 },
  ])('holds a mail back until told to go on ($mode)', async ({ mode, taken }) => {
    const behaviour = {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ mode }),
    };
    await fetch(`${catcher.url}/api/failure`, behaviour);
    const sent = send();
    await until(async () => (await list('/api/held')).length > 0, 'holding');
    expect(await list('/api/held')).toEqual(['bob@example.org']);
    expect(await list('/api/messages')).toHaveLength(taken);
    await fetch(`${catcher.url}/api/held`, { method: 'DELETE' });
    await sent;
    expect(await list('/api/messages')).toHaveLength(2);
    expect(await list('/api/held')).toEqual([]);
  });

  it('answers 404 for a mail that it does not have', async () => {
    const responses = await Promise.all(['/messages/7', '/messages/7/html'].map((path) => fetch(catcher.url + path)));
    expect(responses.map(({ status }) => status)).toEqual([404, 404]);
  });
});
