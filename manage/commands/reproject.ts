import { z } from 'zod';
import type { OwnCommand } from '../command.ts';
import { runReprojection } from '../reproject/run-reprojection.ts';

const given = z.object({
  since: z.iso
    .datetime({ offset: true, error: 'is not a date and time with Z or an offset' })
    .transform((text) => Date.parse(text))
    .optional(),
});

/** After Postgres was restored from a backup while Temporal went on (docs/operations.md). */
export const reproject: OwnCommand = {
  name: 'reproject',
  summary: 'Write what workflows know of attempts into a Postgres that was restored from an older backup.',
  notes: [
    'Stop the API and the workers, restore, run this, then start them again. It replays the histories that Temporal has and',
    'writes what Postgres lacks: attempts, their state, changes and effects. Nothing is sent; what is still to be carried',
    'out is left to the workers, under the keys that it has. What cannot be written is named, such as an attempt whose exam',
    'is not here. May be interrupted and repeated.',
  ].join('\n'),
  options: {
    since: {
      type: 'string',
      value: 'TIME',
      help: 'look only at attempts to which something has happened since the backup (2030-01-15T10:30:00Z); faster',
    },
  },
  async run(deps, values, common) {
    const { since = null } = given.parse(values);
    return await runReprojection(deps, { ...common, since });
  },
};
