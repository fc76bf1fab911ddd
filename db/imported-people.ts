import { sql, type CommonQueryMethods } from 'slonik';
import { idRow, none, toJson } from './columns.ts';

/** A person as another service knows them, under the LMS's id. */
export interface ImportedPerson {
  id: number;
  username: string;
  email: string;
  fullName: string;
  isActive: boolean;
  isStaff: boolean;
}

/** Those of the ids that nobody has here. */
export async function listUnknownPeople(db: CommonQueryMethods, ids: readonly number[]): Promise<readonly number[]> {
  return await db.anyFirst(sql.type(idRow)`
    select distinct given.id from ${sql.unnest(
      ids.map((id) => [id]),
      ['int8'],
    )} as given (id)
    where not exists (select 1 from person where person.id = given.id)`);
}

/** Adds people, except those whose id or name somebody has. */
export async function insertPeople(db: CommonQueryMethods, people: readonly ImportedPerson[]): Promise<void> {
  await db.query(sql.type(none)`
    insert into person (id, username, email, full_name, is_active, is_staff)
    select id, username, email, "fullName", "isActive", "isStaff"
    from jsonb_to_recordset(${toJson(people)}) as given (id bigint, username text, email text, "fullName" text,
      "isActive" boolean, "isStaff" boolean)
    on conflict do nothing`);
}
