import { readdirSync, readFileSync } from 'node:fs';

/** Clock ticks per second in which Linux tells processor time; the same on every usual machine. */
const TICKS = 100;

/** Processor seconds by part of a service. */
export type Cpu = Record<string, number>;

interface Process {
  parent: number;
  /** Seconds of its own. */
  own: number;
  /** Seconds of its children that have ended. */
  ofEnded: number;
}

function readProcess(pid: number): Process | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const at = (index: number) => Number(fields[index]);
    return { parent: at(1), own: (at(11) + at(12)) / TICKS, ofEnded: (at(13) + at(14)) / TICKS };
  } catch {
    return undefined;
  }
}

/** A process and everything below it. */
export function familyOf(root: number): number[] {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  const parents = pids.map((pid) => ({ pid: Number(pid), parent: readProcess(Number(pid))?.parent }));
  const family = [root];
  for (const member of family) {
    family.push(...parents.filter(({ parent }) => parent === member).map(({ pid }) => pid));
  }
  return family;
}

/** Processor seconds that a process and its children have used so far, those that have ended included. */
export function cpuOf(root: number): number {
  const used = familyOf(root).map((pid) => {
    const process = readProcess(pid);
    if (!process) return 0;
    return process.own + (pid === root ? process.ofEnded : 0);
  });
  return used.reduce((sum, seconds) => sum + seconds, 0);
}

/** Processor seconds so far of each part. */
export function cpuOfParts(parts: Record<string, number[]>): Cpu {
  const sums = Object.entries(parts).map(([part, roots]) => [part, roots.reduce((sum, pid) => sum + cpuOf(pid), 0)]);
  return Object.fromEntries(sums) as Cpu;
}

/**
 * Memory of a process and its children in MiB: their proportional set size, in which what several processes share
 * counts once.
 */
export function memoryOf(root: number): number {
  const sizes = familyOf(root).map((pid) => {
    try {
      return Number(/^Pss: +(\d+) kB/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1] ?? 0);
    } catch {
      return 0;
    }
  });
  return sizes.reduce((sum, kib) => sum + kib, 0) / 1024;
}
