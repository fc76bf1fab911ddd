import { Client } from 'pg';
import { sql, type CommonQueryMethods } from 'slonik';
import { z } from 'zod';
import { rowOf, wholeNumber } from './columns.ts';

const changesRow = rowOf({ seq: wholeNumber, attemptIds: z.array(wholeNumber), isTooOld: z.boolean() });
const oneRow = rowOf({ one: wholeNumber });

/**
 * Where every transaction is over that could still add a change below: whoever has read the tables in this snapshot has
 * seen all of those. It is read in the statement that reads the tables.
 */
export const boardPosition = sql.fragment`pg_snapshot_xmin(pg_current_snapshot())::text::int8`;

/** A viewer who missed more than this reads the board again. */
const MOST_MISSED = 10_000;

/** What changed on a board, and the position up to which that is complete. */
export interface BoardChanges {
  seq: number;
  attemptIds: number[];
}

/**
 * The attempts of an exam that changed at or after a position, each once; null if that cannot be told any more, or if
 * there are too many.
 */
export async function listBoardChanges(
  db: CommonQueryMethods,
  examId: number,
  since: number,
): Promise<BoardChanges | null> {
  const { seq, attemptIds, isTooOld } = await db.one(sql.type(changesRow)`
    select ${boardPosition} as seq, coalesce((
        select json_agg(attempt_id) from (
          select distinct attempt_id from board_change
          where exam_id = ${examId} and changed_in >= ${since} limit ${MOST_MISSED + 1}) as changed), '[]') as attempt_ids,
      ${since} > ${boardPosition} or exists (
        select 1 from board_change_floor where changed_in >= ${since}) as is_too_old`);
  return isTooOld || attemptIds.length > MOST_MISSED ? null : { seq, attemptIds };
}

/** Deletes at most `limit` changes that are more than an hour old; returns how many were deleted. */
export async function deleteOldBoardChanges(db: CommonQueryMethods, limit: number): Promise<number> {
  const gone = await db.any(sql.type(oneRow)`
    with gone as (
      delete from board_change where id in (
        select id from board_change where at < now() - interval '1 hour' order by id limit ${limit})
      returning changed_in
    ), lifted as (
      update board_change_floor set changed_in = greatest(changed_in, (select max(changed_in) from gone))
      where exists (select 1 from gone)
    )
    select 1 as one from gone`);
  return gone.length;
}

export interface BoardListener {
  close(): Promise<void>;
}

const progressNews = z.object({
  examId: wholeNumber,
  bulkId: z.string(),
  done: wholeNumber,
  failed: wholeNumber,
});

/** How far a bulk act is that is for attempts of an exam. */
export type BulkProgressNews = z.output<typeof progressNews>;

interface BoardNews {
  /** The board of an exam has changed. */
  onChange: (examId: number) => void;
  onProgress: (news: BulkProgressNews) => void;
}

/**
 * A connection of its own on which Postgres says which exam's board has changed, and how far bulk acts are. Throws if it cannot be opened;
 * `onLost` is called once when it is gone later.
 */
export async function openBoardListener(
  databaseUrl: string,
  { onChange, onProgress, onLost }: BoardNews & { onLost: (error: unknown) => void },
): Promise<BoardListener> {
  const client = new Client({ connectionString: databaseUrl, keepAlive: true, application_name: 'board' });
  let isOpen = true;
  /** It may be gone already. */
  const close = () => client.end().catch(() => {});
  const lose = (error: unknown) => {
    if (!isOpen) return;
    isOpen = false;
    onLost(error);
    void close();
  };
  client.on('error', lose);
  client.on('end', () => lose(new Error('The connection was closed.')));
  client.on('notification', ({ channel, payload }) => {
    if (channel === 'board') onChange(Number(payload));
    else onProgress(progressNews.parse(JSON.parse(payload ?? '')));
  });
  try {
    await client.connect();
    await client.query('listen board; listen bulk');
  } catch (error) {
    isOpen = false;
    await close();
    throw error;
  }
  return {
    async close() {
      isOpen = false;
      await close();
    },
  };
}
