import { setTimeout as delay } from 'node:timers/promises';
import type { Stand } from '../load/stand.ts';
import { familyOf } from '../peer/processes.ts';

/** Something that is out of order for a while, and the alerts that must tell of it. */
export interface Trouble {
  name: string;
  pids: (stand: Stand) => readonly number[];
  seconds: number;
  alerts: readonly string[];
}

/** Each lasts until its alerts have had the time that they wait, and a scrape or two besides. */
export const TROUBLES: readonly Trouble[] = [
  { name: 'the vendor answers nothing', pids: ({ vendorPid }) => [vendorPid], seconds: 210, alerts: ['VendorIsDown'] },
  {
    name: 'the worker stands still',
    pids: ({ service }) => [service.workerPid],
    seconds: 165,
    alerts: ['NoWorkerWatches', 'TemporalIsDown'],
  },
  {
    name: 'Postgres stands still',
    pids: ({ service }) => service.parts['postgres'] ?? [],
    seconds: 105,
    alerts: ['DatabaseIsDown'],
  },
  {
    name: 'the API stands still',
    pids: ({ service }) => [service.apiPid],
    seconds: 135,
    alerts: ['SignsOfLifeAreNotReceived'],
  },
];

/** Stops the processes, as a machine that hangs does, and lets them go on after that time. */
export async function cause({ pids, seconds }: Trouble, stand: Stand): Promise<void> {
  const stopped = pids(stand).flatMap(familyOf);
  for (const pid of stopped) process.kill(pid, 'SIGSTOP');
  try {
    await delay(seconds * 1000);
  } finally {
    for (const pid of stopped) process.kill(pid, 'SIGCONT');
  }
}
