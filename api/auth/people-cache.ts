import type { DatabasePool } from 'slonik';
import { recordPerson, type Person, type PersonFacts } from '../../db/people.ts';

const FRESH_MS = 10 * 60 * 1000;
const MAXIMUM = 50_000;

/**
 * Records people at sign-in and remembers them, so that a learner's poll need not ask Postgres who he is. Changed claims
 * are recorded at once, changes of the row itself are seen after ten minutes.
 */
export function createPeopleCache(pool: DatabasePool, clock: () => number) {
  const known = new Map<string, { person: Person; until: number }>();
  return async (facts: PersonFacts): Promise<Person> => {
    const { username, id, email, fullName, isActive, isStaff } = facts;
    const key = JSON.stringify([username, id, email, fullName, isActive, isStaff]);
    const now = clock();
    const found = known.get(key);
    if (found && found.until > now) return found.person;
    const person = await recordPerson(pool, facts);
    known.delete(key);
    known.set(key, { person, until: now + FRESH_MS });
    const [oldest] = known.keys();
    if (known.size > MAXIMUM && oldest !== undefined) known.delete(oldest);
    return person;
  };
}
