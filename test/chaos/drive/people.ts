import { PEOPLE, type Person } from '../../../dev/people.ts';

export const COURSE = 'course-v1:Chaos+Test+2030';
/** Who acts as staff: global staff, so that no limit of requests applies. */
export const STAFF = PEOPLE.dora;

const FIRST_ID = 70_000;

/** The learner of that number. */
export function learner(number: number): Person {
  const username = `chaos-${number}`;
  return { username, userId: FIRST_ID + number, name: username, email: `${username}@example.org` };
}
