import { sql, type CommonQueryMethods } from 'slonik';
import { z } from 'zod';

const personRow = z.object({
  id: z.number(),
  username: z.string(),
  email: z.string(),
  full_name: z.string(),
  is_active: z.boolean(),
});

/** The person behind an id in an effect; null if unknown. */
export async function readPerson(db: CommonQueryMethods, id: number) {
  return await db.maybeOne(
    sql.type(personRow)`select id, username, email, full_name, is_active from person where id = ${id}`,
  );
}
