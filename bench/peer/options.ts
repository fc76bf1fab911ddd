import { parseArgs } from 'node:util';
import type { Durations } from './measure.ts';
import type { Row } from './row.ts';
import { ROWS } from './rows.ts';

/** What `npm run bench:peer -- …` was asked for. */
export interface Options {
  rounds: number;
  rows: Row[];
  durations: Durations;
  /** An earlier version of ours that is measured too: a revision, or the folder of a checkout. */
  before: string | undefined;
  withOriginal: boolean;
  /** Whether the figures go into docs/performance.md. */
  write: boolean;
}

const USAGE = `npm run bench:peer -- [options]
  --rounds N        rounds, in each of which every service has its turn (4)
  --only KEY,KEY    these rows only: ${ROWS.map(({ key }) => key).join(', ')}
  --quick           two short rounds
  --before VERSION  measure an earlier version of ours too: a revision, or the folder of a checkout
  --no-original     leave the original out
  --write           put the figures into docs/performance.md`;

function rowsOf(only: string | undefined): Row[] {
  if (only === undefined) return [...ROWS];
  const keys = only.split(',');
  const unknown = keys.filter((key) => !ROWS.some((row) => row.key === key));
  if (unknown.length > 0) throw new Error(`There is no row ${unknown.join(', ')}.\n\n${USAGE}`);
  return ROWS.filter(({ key }) => keys.includes(key));
}

/** Reads the command's arguments; throws with the usage when they are not understood. */
export function readOptions(args: string[]): Options {
  const options = {
    rounds: { type: 'string' },
    only: { type: 'string' },
    quick: { type: 'boolean', default: false },
    before: { type: 'string' },
    'no-original': { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
  } as const;
  const { values } = parseArgs({ args, options });
  const rounds = Number(values.rounds ?? (values.quick ? 2 : 4));
  if (!Number.isInteger(rounds) || rounds < 1) throw new Error(`--rounds takes a number from 1 on.\n\n${USAGE}`);
  return {
    rounds,
    rows: rowsOf(values.only),
    durations: values.quick ? { reads: 0.7, cycles: 3, reviews: 40 } : { reads: 2, cycles: 8, reviews: 100 },
    before: values.before,
    withOriginal: !values['no-original'],
    write: values.write,
  };
}
