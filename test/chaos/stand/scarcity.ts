import { readFile } from 'node:fs/promises';
import type { ScarcitySample } from '../check/evidence.ts';

const LOOK_MS = 250;
const NANOSECONDS = 1e6;
/** Of `/proc/stat`, in which times are counted in hundredths of a second. */
const [STEAL_FIELD, TICK_MS] = [8, 10];

/** How long the main thread of a process has waited for a processor, in milliseconds; 0 where that is not told. */
async function queuedMs(pid: number): Promise<number> {
  try {
    const [, queued = '0'] = (await readFile(`/proc/${pid}/schedstat`, 'utf8')).split(' ');
    return Number(queued) / NANOSECONDS;
  } catch {
    return 0;
  }
}

/** How long the processors of this machine were taken away by its host, in milliseconds. */
async function stolenMs(): Promise<number> {
  try {
    const [total = ''] = (await readFile('/proc/stat', 'utf8')).split('\n');
    return Number(total.split(/\s+/)[STEAL_FIELD] ?? '0') * TICK_MS;
  } catch {
    return 0;
  }
}

/** Watches how much time the processes of a run lose because the machine is busy with something else. */
export interface ScarcityWatch {
  samples: ScarcitySample[];
  stop(): void;
}

/** Begins to watch; `pids` are the processes as they are at the moment. Linux tells of it; elsewhere it finds none. */
export function watchScarcity(pids: () => readonly number[]): ScarcityWatch {
  const samples: ScarcitySample[] = [];
  const before = new Map<number, number>();
  let [lostMs, stolenBefore] = [0, Number.NaN];

  async function look(): Promise<void> {
    let longest = 0;
    for (const pid of pids()) {
      const queued = await queuedMs(pid);
      // A process that has just been found may be as old as the machine.
      longest = Math.max(longest, queued - (before.get(pid) ?? queued));
      before.set(pid, queued);
    }
    const stolen = await stolenMs();
    // A request is with one process at a time, so it has lost no more than the one that lost most.
    lostMs += longest + (Number.isNaN(stolenBefore) ? 0 : stolen - stolenBefore);
    stolenBefore = stolen;
    samples.push({ at: Date.now(), lostMs });
  }

  let isLooking = false;
  const timer = setInterval(() => {
    if (isLooking) return;
    isLooking = true;
    void look().finally(() => (isLooking = false));
  }, LOOK_MS);
  return { samples, stop: () => clearInterval(timer) };
}
