import { Caller } from '../peer/caller.ts';
import { preparePolling } from '../peer/row.ts';
import { table } from '../tables.ts';
import { written } from './figures.ts';
import { measureTurns, POLLS, TIMED_EXAMS, type Figures } from './measure-turns.ts';
import { PART_TITLES } from './parts.ts';
import { limitProcessor } from './processor-share.ts';
import type { Stand } from './stand.ts';

/** So small a share of a core that the machine has enough for two of them and for all that they need. */
const SHARES = { api: 0.3, worker: 0.25 };

/** Measures while each of the processes has no more than a share of a core. */
async function limited(pids: readonly number[], share: number, measuring: () => Promise<Figures>): Promise<Figures> {
  const lifts = pids.map((pid) => limitProcessor(pid, share));
  try {
    return await measuring();
  } finally {
    for (const lift of lifts) lift();
  }
}

const rowOf = (name: string, polls: Figures | null, exams: Figures) => [
  name,
  ...(polls ? [written(polls.perSecond), written(polls.each)] : ['–', '–']),
  ...[exams.perSecond, exams.each, ...exams.parts].map(written),
];

const growthOf = (name: string, share: number, one: Figures, two: Figures) => [
  name,
  `${share * 100} % of a core`,
  written(one.perSecond),
  written(two.perSecond),
  (two.perSecond / one.perSecond).toFixed(2),
];

/** What one and two of the API and of the worker do; the report as text. */
export async function processes(stand: Stand): Promise<string> {
  const { service } = stand;
  const caller = new Caller(service);
  await preparePolling(service, caller);
  caller.close();
  const first = { port: service.port, api: service.apiPid, worker: service.workerPid };
  const one = [first.port];
  const polls = (ports: readonly number[]) => measureTurns(service, ports, POLLS);
  const exams = (ports: readonly number[]) => measureTurns(service, ports, TIMED_EXAMS);

  const rows = [rowOf('1 API, 1 worker', await polls(one), await exams(one))];
  const onePolls = await limited([first.api], SHARES.api, () => polls(one));
  const oneExams = await limited([first.worker], SHARES.worker, () => exams(one));

  const api = await stand.startAnother('api');
  const both = [first.port, api.port];
  rows.push(rowOf('2 API, 1 worker', await polls(both), await exams(both)));
  const twoPolls = await limited([first.api, api.pid], SHARES.api, () => polls(both));

  const worker = await stand.startAnother('worker');
  // A process that has just started compiles what it runs.
  await exams(both);
  rows.push(rowOf('2 API, 2 workers', null, await exams(both)));
  const twoExams = await limited([first.worker, worker.pid], SHARES.worker, () => exams(both));

  return [
    table(['', 'polls/s', 'CPU ms each', 'timed exams/s', 'CPU ms each', ...PART_TITLES], rows),
    '',
    table(
      ['', 'each has', 'by one, a second', 'by two', 'times'],
      [
        growthOf('polls by APIs', SHARES.api, onePolls, twoPolls),
        growthOf('timed exams by workers', SHARES.worker, oneExams, twoExams),
      ],
    ),
  ].join('\n');
}
