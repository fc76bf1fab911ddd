import type { Config } from '../../config.ts';
import { checkCourse } from './checks/course.ts';
import { checkEventBus } from './checks/event-bus.ts';
import { checkExamTokens } from './checks/exam-tokens.ts';
import { checkFrontEnds } from './checks/front-ends.ts';
import { checkOwnAddress } from './checks/own-address.ts';
import { checkSigningIn } from './checks/signing-in.ts';
import { checkSwitches } from './checks/switches.ts';
import type { Finding } from './finding.ts';
import { openSite, type Site, type SiteOptions } from './site.ts';

/** In the order in which an operator sets them (docs/open-edx.md). */
const CHECKS: readonly ((site: Site) => Promise<Finding[]>)[] = [
  checkOwnAddress,
  checkSigningIn,
  checkExamTokens,
  checkFrontEnds,
  checkSwitches,
  checkCourse,
  checkEventBus,
];

/**
 * What an Open edX must have set to have this service as its exams service, as far as it can be seen from outside
 * (edx-exams §8). Asks over HTTP, and changes nothing.
 */
export async function checkOpenEdx(config: Config, options: SiteOptions): Promise<Finding[]> {
  const site = await openSite(config, options);
  const found: Finding[] = [];
  for (const check of CHECKS) found.push(...(await check(site)));
  return found;
}
