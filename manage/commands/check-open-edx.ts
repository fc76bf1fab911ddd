import { z } from 'zod';
import { readConfig } from '../../config.ts';
import type { PrintedCommand } from '../command.ts';
import { checkOpenEdx } from '../open-edx/check.ts';
import { describeFindings } from '../open-edx/report.ts';

const address = z.url({ protocol: /^https?$/, error: 'is not an http or https address' });
const values = z.object({
  lms: address,
  cms: address,
  course: z.string().trim().min(1, 'is empty').optional(),
  json: z.boolean().default(false),
});

/** Compares an Open edX with what it must have set; asks over HTTP only, and changes nothing. */
export const checkOpenEdxCommand: PrintedCommand = {
  name: 'check-open-edx',
  summary: 'Check what Open edX must have set to use this service for its exams, and print what is missing.',
  notes:
    'Needs the settings of the service, above all OPENEDX_CLIENT_ID: only global staff is shown most of it.\n' +
    'Ends with 1 if something is missing. docs/open-edx.md has every setting.',
  options: {
    lms: { type: 'string', value: 'URL', help: 'address of the LMS' },
    cms: { type: 'string', value: 'URL', help: 'address of Studio' },
    course: { type: 'string', value: 'KEY', help: 'also check what this course has chosen' },
    json: { type: 'boolean', help: 'print the findings as JSON' },
  },
  async print(given) {
    const { json, ...site } = values.parse(given);
    const findings = await checkOpenEdx(readConfig(), site);
    const isDone = findings.every(({ state }) => state !== 'missing');
    return { text: json ? JSON.stringify(findings, null, 2) : describeFindings(findings), isDone };
  },
};
