import { sql, type CommonQueryMethods } from 'slonik';
import { z } from 'zod';
import { wholeNumber } from './columns.ts';

/** A learner, staff member or service account, as far as this service knows them. */
export interface Person {
  id: number;
  username: string;
  email: string;
  fullName: string;
  isActive: boolean;
  isStaff: boolean;
  groups: readonly string[];
}

const personRow = z
  .object({
    id: wholeNumber,
    username: z.string(),
    email: z.string(),
    full_name: z.string(),
    is_active: z.boolean(),
    is_staff: z.boolean(),
    groups: z.array(z.string()),
  })
  .transform((row): Person => ({
    id: row.id,
    username: row.username,
    email: row.email,
    fullName: row.full_name,
    isActive: row.is_active,
    isStaff: row.is_staff,
    groups: row.groups,
  }));

const columns = sql.fragment`id, username, email, full_name, is_active, is_staff, groups`;

export function personById(db: CommonQueryMethods, id: number): Promise<Person | null> {
  return db.maybeOne(sql.type(personRow)`select ${columns} from person where id = ${id}`);
}

export function personByUsername(db: CommonQueryMethods, username: string): Promise<Person | null> {
  return db.maybeOne(sql.type(personRow)`select ${columns} from person where username = ${username}`);
}

export async function peopleByUsernames(
  db: CommonQueryMethods,
  usernames: readonly string[],
): Promise<readonly Person[]> {
  return await db.any(
    sql.type(personRow)`select ${columns} from person where username = any(${sql.array(usernames, 'text')})`,
  );
}

/** The oldest account with that address, whatever its letter case. */
export function personByEmail(db: CommonQueryMethods, email: string): Promise<Person | null> {
  return db.maybeOne(
    sql.type(personRow)`select ${columns} from person where lower(email) = lower(${email}) order by id limit 1`,
  );
}

/** A user name, else an e-mail address, as staff type them. */
export async function personByNameOrEmail(db: CommonQueryMethods, text: string): Promise<Person | null> {
  return (await personByUsername(db, text)) ?? (await personByEmail(db, text));
}

/** What is known of a person at sign-in or from a seed; what is left out stays as it is. */
export interface PersonFacts {
  username: string;
  /** The LMS's id; people without one are numbered here. */
  id?: number;
  email?: string;
  fullName?: string;
  isActive?: boolean;
  isStaff?: boolean;
  groups?: readonly string[];
}

/**
 * Records a person at first sight and brings the record up to date later. An id that is already known wins over the
 * user name, since LMS users can be renamed.
 */
export async function recordPerson(db: CommonQueryMethods, facts: PersonFacts): Promise<Person> {
  const { id, username, email = null, fullName = null, isActive = null, isStaff = null } = facts;
  const groups = facts.groups ? sql.array(facts.groups, 'text') : null;
  const changes = sql.fragment`
    email = coalesce(${email}, person.email),
    full_name = coalesce(${fullName}, person.full_name),
    is_active = coalesce(${isActive}, person.is_active),
    is_staff = coalesce(${isStaff}, person.is_staff),
    groups = coalesce(${groups}, person.groups),
    modified = now()`;
  if (id !== undefined) {
    const known = await db.maybeOne(sql.type(personRow)`
      update person set username = ${username}, ${changes} where id = ${id} returning ${columns}`);
    if (known) return known;
  }
  return await db.one(sql.type(personRow)`
    insert into person (id, username, email, full_name, is_active, is_staff, groups)
    values (coalesce(${id ?? null}::bigint, nextval('person_unnumbered_id')), ${username}, coalesce(${email}, ''),
      coalesce(${fullName}, ''), coalesce(${isActive}, true), coalesce(${isStaff}, false), coalesce(${groups}, '{}'::text[]))
    on conflict (username) do update set ${changes}
    returning ${columns}`);
}
