import { existsSync, mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { atTheEnd } from '../peer/endings.ts';

const PERIOD_US = 100_000;
/** The second version of control groups has one tree, the first one for each resource. */
const UNIFIED = '/sys/fs/cgroup';
const PROCESSORS = '/sys/fs/cgroup/cpu';

/**
 * Lets a process have no more than a share of one core, so that it, and not the machine, is what a measurement runs into.
 * Needs root and the control groups of Linux. Answers how to lift it, which the bench also does at its end.
 */
export function limitProcessor(pid: number, share: number): () => void {
  const isUnified = existsSync(join(UNIFIED, 'cgroup.controllers'));
  const tree = isUnified ? UNIFIED : PROCESSORS;
  const group = join(tree, `bench-load-${pid}`);
  if (isUnified) writeFileSync(join(tree, 'cgroup.subtree_control'), '+cpu');
  mkdirSync(group);
  const lift = () => {
    if (!existsSync(group)) return;
    const members = readFileSync(join(group, 'cgroup.procs'), 'utf8').split('\n').filter(Boolean);
    for (const member of members) writeFileSync(join(tree, 'cgroup.procs'), member);
    rmdirSync(group);
  };
  atTheEnd(async () => lift());
  const quota = Math.round(share * PERIOD_US);
  if (isUnified) writeFileSync(join(group, 'cpu.max'), `${quota} ${PERIOD_US}`);
  else writeFileSync(join(group, 'cpu.cfs_quota_us'), String(quota));
  writeFileSync(join(group, 'cgroup.procs'), String(pid));
  return lift;
}
