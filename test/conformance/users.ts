import type { DatabasePool } from 'slonik';
import { z } from 'zod';
import { findPersonByUsername, recordPerson, type Person } from '../../db/people.ts';

/** Body of the hook `users`. */
export const USER = z.object({
  username: z.string(),
  email: z.string().optional(),
  full_name: z.string().optional(),
  is_staff: z.boolean().optional(),
  groups: z.array(z.string()).default([]),
});

const capitalised = (name: string) =>
  name.replace(/[a-z]+/gi, (word) => word.charAt(0).toUpperCase() + word.slice(1).toLowerCase());

/** Creates or changes a user, adding to their groups; email address and name follow from the user name unless given. */
export async function saveUser(pool: DatabasePool, user: z.output<typeof USER>): Promise<Person> {
  const {
    username,
    email = `${username}@example.com`,
    full_name: fullName = `${capitalised(username)} Learner`,
  } = user;
  const known = await findPersonByUsername(pool, username);
  const groups = [...new Set([...(known?.groups ?? []), ...user.groups])];
  return await recordPerson(pool, { username, email, fullName, groups, isStaff: user.is_staff });
}
