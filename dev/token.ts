// Prints a sign-in token for local use: npm run token -- --user alice [--staff] [--course-staff COURSE]… [--user-id N]
import { createHash } from 'node:crypto';
import { parseArgs } from 'node:util';
import { PEOPLE, signToken, type Person } from './people.ts';
import { readDevSettings } from './settings.ts';

const USAGE = 'npm run token -- --user NAME [--staff] [--course-staff COURSE]… [--user-id N] [--lifetime 30d]';

/** The same name gets the same number in every run; above those of the seeded people. */
function numberOf(username: string): number {
  return 100_000 + (createHash('sha256').update(username).digest().readUInt32BE() % 1_000_000);
}

function newcomer(username: string): Person {
  return { username, userId: numberOf(username), name: username, email: `${username}@example.org` };
}

const { values } = parseArgs({
  options: {
    user: { type: 'string' },
    staff: { type: 'boolean' },
    'course-staff': { type: 'string', multiple: true },
    'user-id': { type: 'string' },
    lifetime: { type: 'string' },
  },
});
if (!values.user) {
  console.error(`Whose token? ${USAGE}`);
  process.exit(1);
}
const known: Person | undefined = Object.values(PEOPLE).find(({ username }) => username === values.user);
const person = known ?? newcomer(values.user);
const wanted: Person = {
  ...person,
  userId: values['user-id'] ? Number(values['user-id']) : person.userId,
  administrator: values.staff ?? person.administrator ?? false,
  staffOf: [...(person.staffOf ?? []), ...(values['course-staff'] ?? [])],
};
console.log(await signToken(wanted, readDevSettings().jwtKey, values.lifetime));
