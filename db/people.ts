import { sql, UniqueIntegrityConstraintViolationError, type CommonQueryMethods } from 'slonik';
import { z } from 'zod';
import { idRow, none, rowOf, toTimestamp, wholeNumber } from './columns.ts';

const personShape = {
  id: wholeNumber,
  username: z.string(),
  email: z.string(),
  fullName: z.string(),
  isActive: z.boolean(),
  isStaff: z.boolean(),
  groups: z.array(z.string()),
  /** Retired by the LMS: nothing personal about them is kept or recorded any more. */
  isRetired: z.boolean(),
};
const personRow = rowOf(personShape);

/** What this service knows about a learner, staff member or service account. */
export type Person = z.output<typeof personRow>;

/** First id for people who have no id from an LMS (person_unnumbered_id). */
const FIRST_UNNUMBERED = 1_000_000_001;

const columns = sql.fragment`
  id, username, email, full_name, is_active, is_staff, groups, retired_at is not null as is_retired`;

export function findPerson(db: CommonQueryMethods, id: number): Promise<Person | null> {
  return db.maybeOne(sql.type(personRow)`select ${columns} from person where id = ${id}`);
}

/** The person with that user name. If nobody has it exactly, the only person who has it in another case. */
export async function findPersonByUsername(db: CommonQueryMethods, text: string): Promise<Person | null> {
  // Some keyboards send an accent as a separate character.
  const username = text.normalize('NFC');
  const [found, another] = await db.any(sql.type(personRow)`
    select ${columns} from person where lower(username) = lower(${username})
    order by username = ${username} desc, id limit 2`);
  if (!found || (another && found.username !== username)) return null;
  return found;
}

export async function listPeople(db: CommonQueryMethods, usernames: readonly string[]): Promise<readonly Person[]> {
  return await db.any(
    sql.type(personRow)`select ${columns} from person where username = any(${sql.array(usernames, 'text')})`,
  );
}

/** The oldest account with that address, in any letter case. */
export function findPersonByEmail(db: CommonQueryMethods, email: string): Promise<Person | null> {
  return db.maybeOne(
    sql.type(personRow)`select ${columns} from person where lower(email) = lower(${email}) order by id limit 1`,
  );
}

/** A user name, or else an email address, as staff type it. */
export async function findPersonByNameOrEmail(db: CommonQueryMethods, text: string): Promise<Person | null> {
  return (await findPersonByUsername(db, text)) ?? (await findPersonByEmail(db, text));
}

const namedPersonRow = rowOf({ text: z.string(), person: z.object(personShape) });

/** `findPersonByNameOrEmail` for many texts in one statement; those that name nobody are absent. */
export async function listPeopleByNameOrEmail(db: CommonQueryMethods, texts: readonly string[]) {
  return await db.any(sql.type(namedPersonRow)`
    select given.text, person.id as "person.id", person.username as "person.username", person.email as "person.email",
      person.full_name as "person.full_name", person.is_active as "person.is_active",
      person.is_staff as "person.is_staff", person.groups as "person.groups",
      person.retired_at is not null as "person.is_retired"
    from ${sql.unnest(
      texts.map((text) => [text, text.normalize('NFC')]),
      ['text', 'text'],
    )} as given (text, name)
    cross join lateral (
      select coalesce(max(id) filter (where username = given.name), case when count(*) = 1 then max(id) end) as id
      from person where lower(username) = lower(given.name)
    ) as named
    left join lateral (
      select id from person where lower(email) = lower(given.text) order by id limit 1
    ) as addressed on named.id is null
    join person on person.id = coalesce(named.id, addressed.id)`);
}

/** What is known about a person at sign-in or from a seed; missing fields stay unchanged. */
export interface PersonFacts {
  username: string;
  /** The LMS's id; people without one are numbered here. */
  id?: number;
  email?: string;
  fullName?: string;
  isActive?: boolean;
  isStaff?: boolean;
  groups?: readonly string[];
  /**
   * When this was true, in epoch milliseconds: older facts do not undo newer ones. Without it, the facts count as the
   * oldest.
   */
  asOf?: number;
}

const toldOfAt = ({ asOf }: PersonFacts) => toTimestamp(asOf ?? null);

/** Nothing newer is known about the person in the row. */
const isUpToDate = (facts: PersonFacts) => sql.fragment`(told_of_at is null or told_of_at <= ${toldOfAt(facts)})`;

/** What `facts` change of a row. */
function changesOf(facts: PersonFacts) {
  const { email, fullName, isActive, isStaff, groups } = facts;
  return sql.fragment`
    email = coalesce(${email ?? null}, email), full_name = coalesce(${fullName ?? null}, full_name),
    is_active = coalesce(${isActive ?? null}, is_active), is_staff = coalesce(${isStaff ?? null}, is_staff),
    groups = coalesce(${groups ? sql.array(groups, 'text') : null}, groups),
    told_of_at = coalesce(${toldOfAt(facts)}, told_of_at), modified = now()`;
}

async function updatePerson(db: CommonQueryMethods, facts: PersonFacts): Promise<Person | null> {
  const { id, username } = facts;
  if (id === undefined) return null;
  return await db.maybeOne(sql.type(personRow)`
    update person set username = ${username}, ${changesOf(facts)}
    where id = ${id} and retired_at is null and ${isUpToDate(facts)}
    returning ${columns}`);
}

/** Null if there is a person with that id or name by now. */
async function insertPerson(db: CommonQueryMethods, facts: PersonFacts): Promise<Person | null> {
  const { id = null, username, email = '', fullName = '', isActive = true, isStaff = false, groups = [] } = facts;
  return await db.maybeOne(sql.type(personRow)`
    insert into person (id, username, email, full_name, is_active, is_staff, groups, told_of_at)
    values (coalesce(${id}::bigint, nextval('person_unnumbered_id')), ${username}, ${email}, ${fullName}, ${isActive},
      ${isStaff}, ${sql.array(groups, 'text')}, ${toldOfAt(facts)})
    on conflict do nothing returning ${columns}`);
}

/** Another person with an LMS id who has the name. */
const otherHolder = ({ id = 0, username }: PersonFacts) =>
  sql.fragment`username = ${username} and id <> ${id} and id < ${FIRST_UNNUMBERED}`;

/**
 * Takes the name from a person with another LMS id: the LMS gave it to somebody else, and their new name is not known.
 */
async function freeName(db: CommonQueryMethods, facts: PersonFacts): Promise<void> {
  await db.query(sql.type(none)`
    update person set username = username || '~' || id, modified = now()
    where ${otherHolder(facts)} and ${isUpToDate(facts)}`);
}

/** Whether the name has since been given to a person with another LMS id. */
async function isNameGivenAway(db: CommonQueryMethods, facts: PersonFacts): Promise<boolean> {
  return await db.exists(sql.type(idRow)`select id from person where ${otherHolder(facts)}`);
}

/** If newer facts about the person are known, those are returned. */
async function findOrInsert(db: CommonQueryMethods, facts: PersonFacts): Promise<Person | null> {
  try {
    // A token that is still valid after its person was retired does not bring back their data.
    const recorded = (await updatePerson(db, facts)) ?? (await insertPerson(db, facts));
    return recorded ?? (facts.id === undefined ? null : await findPerson(db, facts.id));
  } catch (error) {
    if (error instanceof UniqueIntegrityConstraintViolationError) return null;
    throw error;
  }
}

/**
 * Records a person when first seen, and updates the record later. People are told apart by the LMS's id, because they can
 * be renamed; without one, or if we numbered them ourselves, by user name. If two people claim a name, the newer claim
 * wins, and the other person gets the name followed by their id. The page of a new learner sends many requests at once:
 * the first one records them, and the others find them.
 */
export async function recordPerson(db: CommonQueryMethods, facts: PersonFacts): Promise<Person> {
  const found = await findOrInsert(db, facts);
  if (found) return found;
  if (facts.id !== undefined) {
    await freeName(db, facts);
    const named = await findOrInsert(db, facts);
    if (named) return named;
    if (await isNameGivenAway(db, facts)) {
      const renamed = await findOrInsert(db, { ...facts, username: `${facts.username}~${facts.id}` });
      if (renamed) return renamed;
    }
  }
  return await db.one(sql.type(personRow)`
    update person set ${changesOf(facts)} where username = ${facts.username} returning ${columns}`);
}
