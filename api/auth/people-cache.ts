import { hash } from 'node:crypto';
import type { DatabasePool } from 'slonik';
import { recordPerson, type Person, type PersonFacts } from '../../db/people.ts';

const FRESH_MS = 10 * 60 * 1000;
/** With what is remembered about each person, some ten megabytes. */
const MAXIMUM = 20_000;
/** Real names and addresses are shorter; longer ones are looked up each time. */
const LONGEST_FACTS = 1_000;

interface Known {
  person: Person;
  until: number;
}

/** Only one entry may exist per person, and per name even if it has moved to another person. */
const claimsOf = ({ id, username }: Person) => [`#${id}`, `@${username}`];

/** The last answers by the facts that led to them; a newer one about the same person or name replaces an older. */
function createMemory() {
  const known = new Map<string, Known>();
  const claimed = new Map<string, string>();
  const forget = (key: string) => {
    const person = known.get(key)?.person;
    for (const claim of person ? claimsOf(person) : []) if (claimed.get(claim) === key) claimed.delete(claim);
    known.delete(key);
  };
  return {
    get: (key: string) => known.get(key),
    forgetPerson(id: number): void {
      const key = claimed.get(`#${id}`);
      if (key !== undefined) forget(key);
    },
    keep(key: string, entry: Known): void {
      forget(key);
      for (const claim of claimsOf(entry.person)) {
        const before = claimed.get(claim);
        if (before !== undefined) forget(before);
      }
      for (const claim of claimsOf(entry.person)) claimed.set(claim, key);
      known.set(key, entry);
      const [oldest] = known.keys();
      if (known.size > MAXIMUM && oldest !== undefined) forget(oldest);
    },
  };
}

export interface PeopleCache {
  personOf: (facts: PersonFacts) => Promise<Person>;
  /** A retired person is looked up again, and nothing about them stays in memory. */
  forget: (userId: number) => void;
}

/** The key of facts about a person; the same object, as of a token that is remembered, is not written out again. */
function createKeys(): (facts: PersonFacts) => string | null {
  const known = new WeakMap<PersonFacts, string | null>();
  return (facts) => {
    const before = known.get(facts);
    if (before !== undefined) return before;
    const { username, id, email, fullName, isActive, isStaff } = facts;
    const text = JSON.stringify([username, id, email, fullName, isActive, isStaff]);
    const key = text.length > LONGEST_FACTS ? null : hash('sha256', text, 'base64url');
    known.set(facts, key);
    return key;
  };
}

/**
 * Records people at sign-in and remembers them, so that a learner's poll need not ask Postgres who they are. Changed
 * claims are recorded at once; changes of the row itself are seen after ten minutes, and retirements as soon as we are
 * told.
 */
export function createPeopleCache(pool: DatabasePool, clock: () => number): PeopleCache {
  const memory = createMemory();
  const keyOf = createKeys();
  let retirements = 0;

  async function personOf(facts: PersonFacts): Promise<Person> {
    const key = keyOf(facts);
    if (key === null) return await recordPerson(pool, facts);
    const now = clock();
    const found = memory.get(key);
    if (found && found.until > now) return found.person;
    const before = retirements;
    const person = await recordPerson(pool, facts);
    // It was read before somebody was retired, and may be about them.
    if (before === retirements) memory.keep(key, { person, until: now + FRESH_MS });
    return person;
  }

  return {
    personOf,
    forget(userId) {
      retirements += 1;
      memory.forgetPerson(userId);
    },
  };
}
