import { DEMO_COURSE, PEOPLE, signToken, type Person } from '../../dev/people.ts';
import { KEY } from '../support/process-stand.ts';

/** The account of the vendor, which signs in with its secret. */
export const VENDOR_ACCOUNT = {
  client_id: 'watcher',
  client_secret: 'secret-of-the-watcher',
  username: 'watcher',
  groups: ['watcher_review'],
};

/** Who signs in with a token of the LMS; the service account of the LMS retires people as well. */
const PERSONS = {
  learner: PEOPLE.alice,
  'course staff': { ...PEOPLE.carol, staffOf: [DEMO_COURSE] },
  invigilator: PEOPLE.ivan,
  'global staff': PEOPLE.dora,
  'LMS service': PEOPLE.lms,
} as const satisfies Record<string, Person>;

/** As whom every operation is called. */
export const ROLES = [...(Object.keys(PERSONS) as (keyof typeof PERSONS)[]), 'vendor', 'anonymous'] as const;
export type Role = (typeof ROLES)[number];

async function vendorToken(url: string): Promise<string> {
  const body = new URLSearchParams({ ...VENDOR_ACCOUNT, groups: '', grant_type: 'client_credentials' });
  const answer = await fetch(`${url}/oauth2/access_token`, { method: 'POST', body });
  return ((await answer.json()) as { access_token: string }).access_token;
}

/** The token of each role at the service at `url`; '' for nobody. */
export async function tokensOfRoles(url: string): Promise<Record<Role, string>> {
  const signed = Object.entries(PERSONS).map(async ([role, person]) => [role, await signToken(person, KEY)] as const);
  const tokens = Object.fromEntries(await Promise.all(signed)) as Record<keyof typeof PERSONS, string>;
  return { ...tokens, vendor: await vendorToken(url), anonymous: '' };
}
