import type { Page, SourceReader } from './reader.ts';
import { ATTEMPT_COLUMNS, attemptRow, snapshotRow, type AttemptRow, type SnapshotRow } from './rows.ts';
import { TABLES } from './schema.ts';

const ADDITIONAL_TIME = 'additional_time_granted';

/** A newer attempt of the learner on the exam that counts, though only one can. */
function newerAttempt({ schema }: SourceReader): string {
  const flags = ['ready_to_resume', 'resumed'].filter((name) => schema.has('attempt', name));
  return `select 1 from ${TABLES.attempt} n
    where n.user_id = t.user_id and n.proctored_exam_id = t.proctored_exam_id and n.id > t.id
      and n.is_sample_attempt = false and n.status not in ('ready_to_resume', 'resumed')
      ${flags.map((name) => `and n.${name} = false`).join(' ')}`;
}

/** Attempts that are there, in the order of their ids. */
export function listAttempts(reader: SourceReader, { afterId, limit }: Page): Promise<AttemptRow[]> {
  const columns = reader.schema.columns('attempt', 't', ATTEMPT_COLUMNS);
  return reader.read(
    attemptRow,
    `select t.id, ${columns}, al.value as extra_time, exists (${newerAttempt(reader)}) as is_overtaken, null as removed_at
    from ${TABLES.attempt} t
    left join ${TABLES.allowance} al
      on al.user_id = t.user_id and al.proctored_exam_id = t.proctored_exam_id and al.key = ?
    where t.id > ? order by t.id limit ?`,
    [ADDITIONAL_TIME, afterId, limit],
  );
}

/** The last snapshot of every attempt that was removed. */
function removedInSnapshots(reader: SourceReader, { afterId, limit }: Page): Promise<AttemptRow[]> {
  const columns = reader.schema.columns('snapshots', 't', ATTEMPT_COLUMNS);
  return reader.read(
    attemptRow,
    `select t.id, ${columns}, null as extra_time, false as is_overtaken, t.history_date as removed_at
    from ${TABLES.snapshots} t where t.history_type = '-' and t.id > ? order by t.id limit ?`,
    [afterId, limit],
  );
}

/** Where there are no snapshots, the archive has what an attempt was when it was removed. */
function removedInArchive(reader: SourceReader, { afterId, limit }: Page): Promise<AttemptRow[]> {
  const columns = reader.schema.columns('archive', 't', ATTEMPT_COLUMNS);
  return reader.read(
    attemptRow,
    `select t.attempt_id as id, ${columns}, null as extra_time, false as is_overtaken, t.created as removed_at
    from ${TABLES.archive} t
    where t.id in (select max(l.id) from ${TABLES.archive} l where l.attempt_id > ? group by l.attempt_id)
      and not exists (select 1 from ${TABLES.attempt} a where a.id = t.attempt_id)
    order by t.attempt_id limit ?`,
    [afterId, limit],
  );
}

/** Attempts that were removed, in the order of their ids. */
export function listRemovedAttempts(reader: SourceReader, page: Page): Promise<AttemptRow[]> {
  const { schema } = reader;
  if (schema.has('snapshots')) return removedInSnapshots(reader, page);
  return schema.has('archive') ? removedInArchive(reader, page) : Promise.resolve([]);
}

/** Every recorded status of the attempts, the oldest first, with when it came about. */
export function listSnapshots(reader: SourceReader, codes: readonly string[]): Promise<SnapshotRow[]> {
  if (codes.length === 0 || !reader.schema.has('snapshots')) return Promise.resolve([]);
  return reader.read(
    snapshotRow,
    `select t.attempt_code, t.status, t.external_id, t.history_date as at, t.history_user_id as by_user_id
    from ${TABLES.snapshots} t where t.attempt_code in (?) and t.history_type <> '-'
    order by t.history_date, t.history_id`,
    [codes],
  );
}

/** What the attempts were until `at`, the oldest first; nobody wrote down who changed it. */
export function listArchived(reader: SourceReader, codes: readonly string[]): Promise<SnapshotRow[]> {
  if (codes.length === 0 || !reader.schema.has('archive')) return Promise.resolve([]);
  return reader.read(
    snapshotRow,
    `select t.attempt_code, t.status, t.external_id, t.created as at, null as by_user_id
    from ${TABLES.archive} t where t.attempt_code in (?) order by t.created, t.id`,
    [codes],
  );
}
