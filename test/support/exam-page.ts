import { fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { cp, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { cachedFor } from '../../dev/cache-folder.ts';
import { runCommand } from '../../dev/run-command.ts';
import { until } from '../../dev/until.ts';

const SOURCE = join(import.meta.dirname, '../special-exams/page');
const FILES = ['package.json', 'page.jsx', 'build.mjs', 'window.mjs'] as const;

/** The library is AGPL and no part of this project: it is installed from npm, once per machine. Answers its folder. */
async function buildPage(): Promise<string> {
  const folder = cachedFor('special-exams', ...FILES.map((file) => join(SOURCE, file)));
  if (existsSync(folder)) return folder;
  const unfinished = `${folder}.new`;
  await rm(unfinished, { recursive: true, force: true });
  await cp(SOURCE, unfinished, { recursive: true });
  const options = { cwd: unfinished };
  // What its parts ask of each other contradicts itself, here as on every site.
  await runCommand('npm', ['install', '--legacy-peer-deps', '--no-audit', '--no-fund'], options);
  await runCommand(process.execPath, ['build.mjs'], options);
  await rename(unfinished, folder);
  return folder;
}

const attempt = z.object({
  attempt_id: z.int().optional(),
  attempt_status: z.string().optional(),
  time_remaining_seconds: z.number().optional(),
});
const seen = z.object({
  text: z.string(),
  buttons: z.array(z.string()),
  attempt: attempt.nullish(),
  examAccessToken: z.object({ exam_access_token: z.string() }).partial().optional(),
  /** The answers to all that the page has asked the service, in order. */
  answers: z.array(z.object({ method: z.string(), url: z.string(), status: z.int() })),
});
const reply = z.union([z.object({ seen }), z.object({ error: z.string() })]);

/** What a learner, and his page, see. */
export type Seen = z.output<typeof seen>;

export interface ExamPage {
  look(): Promise<Seen>;
  /** Waits until the page shows something, and answers all that it shows then. */
  waitFor(what: string, isShown: (seen: Seen) => boolean): Promise<Seen>;
  /** Presses the button that says so, once it is there. */
  click(label: string): Promise<void>;
  /** The lid is closed: nothing happens in the page any more, until it is opened. */
  sleep(): void;
  wake(): void;
  close(): Promise<void>;
}

export interface ExamPageOptions {
  lms: string;
  /** Address of an exams service; empty where the LMS itself has the exams. */
  exams: string;
  /** The learner's token. */
  token: string;
  userId: number;
  courseId: string;
  contentId: string;
}

/** Opens a sequence of a course in the page that learners have: frontend-lib-special-exams, in jsdom. */
export async function openExamPage(options: ExamPageOptions): Promise<ExamPage> {
  const folder = await buildPage();
  const child = fork(join(folder, 'window.mjs'), [JSON.stringify(options)], {
    cwd: folder,
    execArgv: [],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const ask = async (question: { click?: string }): Promise<Seen> => {
    const answered = once(child, 'message');
    child.send(question);
    const [message] = (await answered) as [unknown];
    const answer = reply.parse(message);
    if ('error' in answer) throw new Error(answer.error);
    return answer.seen;
  };
  const waitFor = async (what: string, isShown: (seen: Seen) => boolean) => {
    let last: Seen | undefined;
    const isSo = async () => isShown((last = await ask({})));
    await until(isSo, what, { everyMs: 200 });
    return last as Seen;
  };
  return {
    look: () => ask({}),
    waitFor,
    async click(label) {
      await waitFor(`the button "${label}"`, ({ buttons }) => buttons.some((text) => text.includes(label)));
      await ask({ click: label });
    },
    sleep: () => void child.kill('SIGSTOP'),
    wake: () => void child.kill('SIGCONT'),
    async close() {
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
    },
  };
}
