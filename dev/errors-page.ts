// Writes docs/errors.md from the error catalogue: npm run errors
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CATALOGUE } from '../api/errors/catalogue.ts';
import { EXAMS_STATUSES } from '../api/errors/status.ts';
import { EXAMS_PREFIX, INSTRUCTOR_PREFIX } from '../api/wire/addresses.ts';

/** File that holds the table. */
export const ERRORS_FILE = join(import.meta.dirname, '..', 'docs', 'errors.md');

const INTRODUCTION = `# Error codes

Every error answer has the header \`X-Error-Code\` for programs and, as a rule, a JSON body with a \`detail\` for people. Codes stay
the same; the wording of \`detail\` may change. A time in the last column is also in the \`Retry-After\` header.

Below \`${EXAMS_PREFIX}\` and \`${INSTRUCTOR_PREFIX}\` these have the statuses of edx-exams: ${Object.entries(
  EXAMS_STATUSES,
)
  .map(([code, status]) => `\`${code}\` ${status}`)
  .join(', ')}, and \`exam_not_found\` is 404 where the exam is all that is asked for.

This page is made from \`api/errors/catalogue.ts\` by \`npm run errors\`.
`;

/** The page: one row for each code, by status and then by name. */
export function errorsPage(): string {
  const rows = Object.entries(CATALOGUE)
    .toSorted(([a, one], [b, other]) => one.status - other.status || a.localeCompare(b))
    .map(([code, entry]) => {
      const wait = 'retryAfter' in entry ? `${entry.retryAfter} s` : '';
      return `| ${entry.status} | \`${code}\` | ${entry.detail.replaceAll('|', '\\|')} | ${wait} |`;
    });
  return `${INTRODUCTION}\n| status | code | detail | try again after |\n| --- | --- | --- | --- |\n${rows.join('\n')}\n`;
}

if (import.meta.main) await writeFile(ERRORS_FILE, errorsPage());
