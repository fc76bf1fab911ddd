import { insertPeople, listUnknownPeople, type ImportedPerson } from '../../db/imported-people.ts';
import type { ImportContext } from './context.ts';
import { listPeopleByIds } from './source/people.ts';
import type { SourcePerson } from './source/rows.ts';

function toPerson(person: SourcePerson): ImportedPerson {
  const { first_name: first, last_name: last, profile_name: profile } = person;
  return {
    id: person.id,
    // As sign-in tokens spell it.
    username: person.username.normalize('NFC'),
    email: person.email,
    fullName: profile ?? `${first} ${last}`.trim(),
    isActive: person.is_active,
    isStaff: person.is_staff,
  };
}

/**
 * Makes sure that these people are known here, under the ids that they have at the LMS. Who is known stays as they are:
 * their sign-in says more. Returns those who cannot be, since they are no more, or somebody else has their name here.
 */
export async function bringPeople(
  context: ImportContext,
  wanted: readonly (number | null)[],
): Promise<ReadonlySet<number>> {
  const { source, pool, options, report, met } = context;
  const ids = [...new Set(wanted.filter((id) => id !== null))];
  const unmet = ids.filter((id) => !met.has(id));
  if (unmet.length > 0) {
    const unknown = await listUnknownPeople(pool, unmet);
    const found = (await listPeopleByIds(source, unknown)).map(toPerson);
    if (!options.dryRun && found.length > 0) await insertPeople(pool, found);
    const absent = new Set(options.dryRun ? unknown : await listUnknownPeople(pool, unknown));
    if (options.dryRun) for (const { id } of found) absent.delete(id);
    for (const id of unmet) met.set(id, !absent.has(id));
    report.count('people', 'new', found.filter(({ id }) => !absent.has(id)).length);
    report.count('people', 'same', unmet.length - unknown.length);
    for (const { id } of found) {
      if (absent.has(id)) report.refuse('people', `user ${id}`, 'somebody with another id has their user name here');
    }
  }
  return new Set(ids.filter((id) => met.get(id) === false));
}
