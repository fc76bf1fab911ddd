import { readFileSync } from 'node:fs';

const read = (file: string) => readFileSync(new URL(file, import.meta.url), 'utf8');

/** Only the messages: a vendor's own worker script loads this and calls `handleExamMessages`. */
export const EXAM_MESSAGES = read('exam-messages.js');

const DESKTOP_APPLICATION = read('desktop-application.js');

/** The whole worker of a back-end whose application on the learner's computer listens at `url`. */
export function workerFor(url: string): string {
  return `${EXAM_MESSAGES}\n${DESKTOP_APPLICATION}\nhandleExamMessages(DesktopApplication, ${JSON.stringify({ url })});\n`;
}
