import type { Config } from '../../config.ts';
import { signIn, type Account } from './account.ts';
import { ask, type Answer } from './ask.ts';

/** What an operator typed: the two addresses of Open edX, and perhaps a course. */
export interface SiteOptions {
  lms: string;
  cms: string;
  course?: string | undefined;
}

/** The Open edX and our service, as the checks see them. Addresses have no slash at their end. */
export interface Site {
  config: Config;
  /** Our own address, which Open edX is to be given. */
  own: string;
  /** Whether that address is set; if not, it is one that would do. */
  isOwnSet: boolean;
  lms: string;
  cms: string;
  course: string | null;
  account: Account;
  /** A `GET` in the name of our account; null without one, or without an answer. */
  askSignedIn(url: string): Promise<Answer | null>;
}

const withoutSlash = (url: string) => url.replace(/\/+$/, '');

/** An address that the cookies of the LMS reach. */
function suggestedAddress(lms: string): string {
  const url = new URL(lms);
  return `${url.protocol}//exams.${url.hostname}`;
}

/** Signs in and puts together what the checks need. */
export async function openSite(config: Config, { lms, cms, course }: SiteOptions): Promise<Site> {
  const account = await signIn(withoutSlash(lms), config.openedx);
  return {
    config,
    own: withoutSlash(config.api.publicUrl ?? suggestedAddress(lms)),
    isOwnSet: config.api.publicUrl !== undefined,
    lms: withoutSlash(lms),
    cms: withoutSlash(cms),
    course: course ?? null,
    account,
    askSignedIn: async (url) =>
      account.token === null
        ? null
        : await ask(url, { headers: { authorization: `JWT ${account.token}`, accept: 'application/json' } }),
  };
}
