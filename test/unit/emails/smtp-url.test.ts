import { describe, expect, it } from 'vitest';
import { readConfig } from '../../../config.ts';

describe('the address of the mail server', () => {
  it.each(['smtp://mail.example.org', 'smtps://user:p%40ss@mail.example.org:465'])('may be %s', (url) => {
    expect(readConfig({ SMTP_URL: url }).mail.smtpUrl).toBe(url);
  });

  it.each(['mail.example.org:587', 'mail.example.org', 'https://mail.example.org', 'smtp:mail.example.org'])(
    'stops the start as %s, instead of mails that wait for ever, and is not repeated',
    (url) => {
      const start = () => readConfig({ SMTP_URL: url });
      expect(start).toThrow('SMTP_URL');
      expect(start).not.toThrow(url);
    },
  );
});
