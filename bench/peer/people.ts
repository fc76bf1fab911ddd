import { MOCK_BACKEND } from '../../dev/service-environment.ts';
import { DEVELOPMENT_JWT_KEY } from '../../dev/settings.ts';
import { signToken } from '../../dev/people.ts';

/** Name of the back-end behind which the vendor of the bench stands, in both services; the demo's exams name it too. */
export const BACKEND = MOCK_BACKEND;
/** Learners of both services: u00000 to u09999. */
export const LEARNERS = 10_000;
/** Ids of the learners begin here in ours, above those of the demo. */
export const FIRST_LEARNER_ID = 200_000;

/** The others, with their ids in ours. */
export const OTHERS = { staff: 300_001, poller: 300_002, vendor: 300_003 } as const;

export const learner = (number: number): string => `u${String(number % LEARNERS).padStart(5, '0')}`;

function idOf(name: string): number {
  return name in OTHERS ? OTHERS[name as keyof typeof OTHERS] : FIRST_LEARNER_ID + Number(name.slice(1));
}

const headers = new Map<string, Promise<string>>();

/** The header line with which somebody signs in to ours. */
export function tokenHeader(name: string): Promise<string> {
  const known = headers.get(name);
  if (known) return known;
  const email = `${name}@example.com`;
  const person = { username: name, userId: idOf(name), name, email, administrator: name === 'staff' };
  const made = signToken(person, DEVELOPMENT_JWT_KEY).then((token) => `Authorization: JWT ${token}\r\n`);
  headers.set(name, made);
  return made;
}

/** The header line with which somebody signs in to the original. */
export const nameHeader = async (name: string): Promise<string> => `X-User: ${name}\r\n`;
