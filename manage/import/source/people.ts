import type { SourceReader } from './reader.ts';
import { personRow, type SourcePerson } from './rows.ts';
import { TABLES } from './schema.ts';

/** People by the ids of the LMS; full names are in their profiles, where there are any. */
export function listPeopleByIds(reader: SourceReader, ids: readonly number[]): Promise<SourcePerson[]> {
  if (ids.length === 0) return Promise.resolve([]);
  const hasProfiles = reader.schema.has('profile', 'name');
  return reader.read(
    personRow,
    `select t.id, t.username, t.email, t.first_name, t.last_name, t.is_active, t.is_staff,
      ${hasProfiles ? 'p.name' : 'null'} as profile_name
    from ${TABLES.user} t ${hasProfiles ? `left join ${TABLES.profile} p on p.user_id = t.id` : ''}
    where t.id in (?)`,
    [ids],
  );
}
