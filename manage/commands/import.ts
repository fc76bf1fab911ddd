import { z } from 'zod';
import type { OwnCommand } from '../command.ts';
import { runImport } from '../import/run-import.ts';
import { isSourceAddress } from '../import/source/open.ts';

const MINUTE = 60_000;

const given = z.object({
  from: z.string('is missing').refine(isSourceAddress, 'is not an address such as mysql://user:password@host/edxapp'),
  'only-ended': z.boolean().default(false),
  'carry-out-ends-since': z.iso
    .datetime({ offset: true, error: 'is not a date and time with Z or an offset' })
    .transform((text) => Date.parse(text))
    .default(Number.POSITIVE_INFINITY),
  'switch-within': z.coerce
    .number('is not a number')
    .min(0, 'is below 0')
    .max(24 * 60, 'is above a day')
    .default(30),
});

/** Moving over from edx-proctoring (docs/moving-over.md). */
export const importFromOriginal: OwnCommand = {
  name: 'import',
  summary: 'Bring over the exams, allowances, attempts and reviews of a running edx-proctoring.',
  notes: [
    'Reads its tables in one transaction that cannot write. Ids and codes stay as they are; if one is taken here, nothing',
    'is brought over. No one is told of anything that lies in the past. Clocks that run go on here, to the same end. May be',
    'interrupted and repeated. docs/moving-over.md leads through the whole move.',
  ].join('\n'),
  options: {
    from: { type: 'string', value: 'URL', help: 'mysql://user:password@host/edxapp or postgres://…' },
    'only-ended': {
      type: 'boolean',
      help: 'leave out attempts that may still run, to bring the others over beforehand',
    },
    'carry-out-ends-since': {
      type: 'string',
      value: 'TIME',
      help: 'time that ran out unseen since then is carried out, with email, credit and vendor (2030-01-15T10:30:00Z)',
    },
    'switch-within': {
      type: 'string',
      value: 'MINUTES',
      help: "for so long no learner's page counts as silent (30)",
    },
  },
  async run(deps, values, common) {
    const { from, ...rest } = given.parse(values);
    return await runImport(deps, {
      ...common,
      from,
      onlyEnded: rest['only-ended'],
      endsSince: rest['carry-out-ends-since'],
      silentForMs: rest['switch-within'] * MINUTE,
    });
  },
};
