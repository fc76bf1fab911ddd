import { ask, describeAnswer } from '../ask.ts';
import { missing, set, unseen, type Finding } from '../finding.ts';
import type { Site } from '../site.ts';

const ADDRESS = { place: 'here', setting: 'PUBLIC_URL' } as const;
const COOKIES = { place: 'LMS', setting: 'SHARED_COOKIE_DOMAIN' } as const;

const isBelow = (host: string, domain: string) => host === domain || host.endsWith(`.${domain}`);

/** The longest domain that both hosts are below; '' without one of two labels. */
function commonDomain(one: string, other: string): string {
  const labels = other.split('.');
  for (let from = 0; from < labels.length - 1; from += 1) {
    const domain = labels.slice(from).join('.');
    if (isBelow(one, domain)) return domain;
  }
  return '';
}

/** People are signed in by the cookies of the LMS, which browsers send to hosts below their domain only. */
function checkCookies({ own, lms }: Site): Finding {
  const [ours, theirs] = [new URL(own).hostname, new URL(lms).hostname];
  if (isBelow(ours, theirs)) return set(COOKIES, 'its cookies reach this service, which is below its host');
  const domain = commonDomain(ours, theirs);
  if (domain === '') {
    const why = `its cookies cannot reach ${ours}, which has no domain in common with ${theirs}`;
    return missing(COOKIES, why, `give this service a host below ${theirs}, and put it into PUBLIC_URL`);
  }
  return unseen(COOKIES, 'decides whether its cookies reach this service', `SHARED_COOKIE_DOMAIN = "${domain}"`);
}

/** Whether this service is reached where its settings say, and by whom. */
export async function checkOwnAddress(site: Site): Promise<Finding[]> {
  const { own, isOwnSet } = site;
  const value = `PUBLIC_URL=${own}`;
  if (!isOwnSet) return [missing(ADDRESS, 'not set', value), checkCookies(site)];
  const answer = await ask(`${own}/health/`);
  const isUp = answer?.status === 200;
  return [
    isUp
      ? set(ADDRESS, 'the service answers there')
      : missing(ADDRESS, `${describeAnswer(answer)} at ${own}/health/`, `${value}, with the service behind it`),
    checkCookies(site),
  ];
}
