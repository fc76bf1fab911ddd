import { sql, type CommonQueryMethods } from 'slonik';
import { z } from 'zod';
import { rowOf } from './columns.ts';

const profileRow = rowOf({ fullName: z.string(), email: z.string() });

/** Name and address of a person as our own tables have them. */
export async function findProfile(db: CommonQueryMethods, username: string) {
  return await db.maybeOne(sql.type(profileRow)`
    select full_name, email from person where username = ${username}`);
}

/** User names of those with an attempt in the course; `textSearch` is part of a user name or address, in any case. */
export async function listLearnersWithAttempts(
  db: CommonQueryMethods,
  courseId: string,
  textSearch: string | null,
): Promise<string[]> {
  const usernames = await db.anyFirst(sql.type(rowOf({ username: z.string() }))`
    select p.username from person p
    where exists (
        select 1 from live_attempt a join exam e on e.id = a.exam_id
        where a.user_id = p.id and e.course_id = ${courseId}
      )
      and (${textSearch}::text is null
        or strpos(lower(p.username), lower(${textSearch}::text)) > 0
        or strpos(lower(p.email), lower(${textSearch}::text)) > 0)
    order by p.username`);
  return [...usernames];
}
