import { sql, type CommonQueryMethods } from 'slonik';
import { z } from 'zod';
import { rowOf } from './columns.ts';
import { isFoundBy } from './person-search.ts';

const profileRow = rowOf({ fullName: z.string(), email: z.string() });

/** Name and address of a person as our own tables have them. */
export async function findProfile(db: CommonQueryMethods, username: string) {
  return await db.maybeOne(sql.prepared('profile', profileRow)`
    select full_name, email from person where username = ${username}`);
}

/** User names of those with an attempt in the course; `textSearch` is part of a user name or address, in any case. */
export async function listLearnersWithAttempts(
  db: CommonQueryMethods,
  courseId: string,
  textSearch: string | null,
): Promise<string[]> {
  const isSought = textSearch === null ? sql.fragment`true` : isFoundBy(textSearch);
  const usernames = await db.anyFirst(sql.type(rowOf({ username: z.string() }))`
    select distinct person.username
    from attempt_group join person on person.id = attempt_group.user_id
    where attempt_group.course_id = ${courseId} and ${isSought}
    order by person.username`);
  return [...usernames];
}
