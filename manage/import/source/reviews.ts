import { z } from 'zod';
import type { Page, SourceReader } from './reader.ts';
import * as row from './rows.ts';
import { TABLES, type TableName } from './schema.ts';

/** The link to the recording, which older versions keep as it is and newer ones encrypted. */
function videoOf({ schema }: SourceReader, table: TableName): string {
  const name = ['encrypted_video_url', 'video_url'].find((known) => schema.has(table, known));
  return name === undefined ? 'null as video' : `t.${name} as video`;
}

const columnsOf = (shape: z.ZodObject) => Object.keys(shape.shape).filter((name) => name !== 'video');

/** Reviews in the order of their ids. */
export function listReviews(reader: SourceReader, { afterId, limit }: Page): Promise<row.ReviewRow[]> {
  const columns = `${reader.schema.columns('review', 't', columnsOf(row.reviewRow))}, ${videoOf(reader, 'review')}`;
  const text = `select ${columns} from ${TABLES.review} t where t.id > ? order by t.id limit ?`;
  return reader.read(row.reviewRow, text, [afterId, limit]);
}

/** What the reviews of the attempts were before, the oldest first. */
export function listPastReviews(reader: SourceReader, codes: readonly string[]): Promise<row.PastReviewRow[]> {
  if (codes.length === 0 || !reader.schema.has('reviewHistory')) return Promise.resolve([]);
  const names = columnsOf(row.pastReviewRow);
  const columns = `${reader.schema.columns('reviewHistory', 't', names)}, ${videoOf(reader, 'reviewHistory')}`;
  const text = `select ${columns} from ${TABLES.reviewHistory} t where t.attempt_code in (?) order by t.created, t.id`;
  return reader.read(row.pastReviewRow, text, [codes]);
}

/** What was remarked in the reviews, in order. */
export function listComments(reader: SourceReader, reviewIds: readonly number[]): Promise<row.CommentRow[]> {
  if (reviewIds.length === 0) return Promise.resolve([]);
  const columns = reader.schema.columns('comment', 't', Object.keys(row.commentRow.shape));
  const text = `select ${columns} from ${TABLES.comment} t where t.review_id in (?) order by t.id`;
  return reader.read(row.commentRow, text, [reviewIds]);
}

/** Those of the attempts that have been reviewed. */
export async function listReviewedCodes(reader: SourceReader, codes: readonly string[]): Promise<Set<string>> {
  if (codes.length === 0) return new Set();
  const text = `select t.attempt_code from ${TABLES.review} t where t.attempt_code in (?)`;
  const found = await reader.read(z.object({ attempt_code: z.string() }), text, [codes]);
  return new Set(found.map(({ attempt_code: code }) => code));
}
