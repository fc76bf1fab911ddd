import { loadMails, MAIL_NAMES, MAILS } from '../../emails/index.ts';
import type { Preview } from './preview.ts';

// A process of its own, so that a changed subject or sample is seen as well as a changed template.
const mails = await loadMails(process.env.EMAIL_OVERRIDES_DIR ? { overridesDir: process.env.EMAIL_OVERRIDES_DIR } : {});
const seen = new Set<string>();
const previews = MAIL_NAMES.flatMap((mail) =>
  [null, ...mails.overriddenBackends].flatMap((backend) =>
    mails.languages(mail, backend).flatMap((language) =>
      Object.entries(MAILS[mail].samples).map(([sample, props]): Preview => ({
        ...mails.render(mail, backend, props, language),
        mail,
        language,
        sample,
      })),
    ),
  ),
).filter(({ template, language, sample }) => {
  const key = `${template} ${language} ${sample}`;
  return !seen.has(key) && seen.add(key);
});
process.stdout.write(JSON.stringify(previews));
