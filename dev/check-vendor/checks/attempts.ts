import { attemptPathOf, attemptsPathOf } from '../../../vendors/rest/paths.ts';
import { CannotCheck, type Check, type CheckContext } from '../check.ts';
import { exampleRegistration } from '../examples.ts';
import { expectObject, expectStatus, isPageAddress, readId } from '../expectations.ts';
import { objectIn } from '../vendor-server.ts';

/** Registers an attempt; answers its id and its path. Throws `CannotCheck` when the vendor gives no id. */
export async function registerAttempt({ vendor, exam }: CheckContext): Promise<{ id: string; path: string }> {
  if (!exam) throw new CannotCheck('There is no exam: see above.');
  const read = readId(await vendor.call('POST', attemptsPathOf(exam.id), { json: exampleRegistration() }));
  if ('problem' in read) throw new CannotCheck(read.problem);
  return { id: read.id, path: attemptPathOf({ examExternalId: exam.id, attemptExternalId: read.id }) ?? '' };
}

const UNKNOWN = '00000000-0000-4000-8000-000000000000';

/** How the vendor learns of attempts, and what it says about them. */
export const ATTEMPT_CHECKS: readonly Check[] = [
  {
    id: 'attempt-registered',
    title: 'Every registered attempt is given an id of its own',
    async run(context) {
      if (!context.exam) throw new CannotCheck('There is no exam: see above.');
      const path = attemptsPathOf(context.exam.id);
      const answers = [];
      for (let time = 1; time <= 2; time += 1) {
        answers.push(readId(await context.vendor.call('POST', path, { json: exampleRegistration() })));
      }
      const ids = answers.flatMap((read) => ('id' in read ? [read.id] : []));
      const problems = answers.flatMap((read) => ('problem' in read ? [read.problem] : []));
      const isShared = ids.length === 2 && ids[0] === ids[1];
      const shared = 'Two attempts got the same id: a callback for the first would be taken for the second.';
      return [...new Set([...problems, ...(isShared ? [shared] : [])])];
    },
  },
  {
    id: 'attempt-read',
    title: 'An attempt can be read, with its download page and instructions',
    async run(context) {
      const { path } = await registerAttempt(context);
      const answer = await context.vendor.call('GET', path, { headers: { 'accept-language': 'es;en-us' } });
      const { download_url: url, instructions } = objectIn(answer);
      const areTexts = Array.isArray(instructions) && instructions.every((line) => typeof line === 'string');
      return [
        ...expectObject(answer),
        ...(isPageAddress(url) ? [] : ['"download_url" must be an http or https address.']),
        ...(instructions === undefined || instructions === null || areTexts
          ? []
          : ['"instructions" must be a list of texts.']),
      ];
    },
  },
  {
    id: 'attempt-told-twice',
    title: 'What becomes of an attempt can be told twice, and in any order',
    async run(context) {
      const { path } = await registerAttempt(context);
      const problems: string[] = [];
      for (const status of ['started', 'started', 'submitted', 'submitted', 'started', 'error', 'error']) {
        const answer = await context.vendor.call('PATCH', path, { json: { status } });
        problems.push(...expectObject(answer).map((problem) => `${problem} It was told "${status}".`));
      }
      return [...new Set(problems)];
    },
  },
  {
    id: 'attempt-unknown',
    title: 'Questions about an attempt that the vendor does not have are answered 404',
    async run({ vendor, exam }) {
      const path = attemptPathOf({ examExternalId: exam?.id ?? UNKNOWN, attemptExternalId: UNKNOWN }) ?? '';
      return expectStatus(await vendor.call('GET', path), [404], 'there is no such attempt.');
    },
  },
  {
    id: 'attempt-removed',
    title: 'A removal is confirmed, and can be repeated',
    async run(context) {
      const { path } = await registerAttempt(context);
      const first = await context.vendor.call('DELETE', path);
      const again = await context.vendor.call('DELETE', path);
      const isConfirmed = objectIn(first)['status'] === 'deleted';
      const isGone = again.status === 404 || objectIn(again)['status'] === 'deleted';
      return [
        ...(isConfirmed
          ? []
          : [`${first.call} answered ${first.status}; expected {"status": "deleted"}. Without it the attempt stays.`]),
        ...(isGone
          ? []
          : [`${again.call}, repeated, answered ${again.status}; expected 404 or {"status": "deleted"}.`]),
      ];
    },
  },
];
