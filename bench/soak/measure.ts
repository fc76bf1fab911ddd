import { readdirSync } from 'node:fs';
import type pg from 'pg';
import { familyOf, memoryOf } from '../peer/processes.ts';
import type { Sample } from './slope.ts';

/** What is measured of a part of the service, by its name. */
export interface Curves {
  /** MiB, by part. */
  memory: Map<string, Sample[]>;
  /** Open files and connections, by part. */
  handles: Map<string, Sample[]>;
  /** Bytes, by table, with its indexes. */
  tables: Map<string, Sample[]>;
}

function handlesOf(root: number): number {
  const counts = familyOf(root).map((pid) => {
    try {
      return readdirSync(`/proc/${pid}/fd`).length;
    } catch {
      return 0;
    }
  });
  return counts.reduce((sum, count) => sum + count, 0);
}

function add(curves: Map<string, Sample[]>, name: string, sample: Sample): void {
  const known = curves.get(name);
  if (known) known.push(sample);
  else curves.set(name, [sample]);
}

/** Measures everything once. */
export async function measure(
  curves: Curves,
  parts: Readonly<Record<string, readonly number[]>>,
  database: pg.Client,
  minutes: number,
): Promise<void> {
  const total = (pids: readonly number[], of: (pid: number) => number) => pids.reduce((sum, pid) => sum + of(pid), 0);
  for (const [part, pids] of Object.entries(parts)) {
    add(curves.memory, part, { minutes, value: total(pids, memoryOf) });
    add(curves.handles, part, { minutes, value: total(pids, handlesOf) });
  }
  const { rows } = await database.query<{ name: string; bytes: string }>(
    `select relname as name, pg_total_relation_size(oid) as bytes from pg_class
     where relkind = 'r' and relnamespace = 'public'::regnamespace`,
  );
  for (const { name, bytes } of rows) add(curves.tables, name, { minutes, value: Number(bytes) });
}
