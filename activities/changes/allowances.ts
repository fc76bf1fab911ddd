import { Context } from '@temporalio/activity';
import { listAllowancesOfChange, listAttemptsWithoutExtraTime } from '../../db/bulk-allowances.ts';
import type { LmsEffects } from '../../lms/effects/index.ts';
import type { SettingsChange } from '../../workflows/change-delivery/activities.ts';
import { doEach } from '../do-each.ts';
import { isFinalRefusal } from '../final-refusals.ts';
import { whileAlive } from '../keep-alive.ts';
import { extend, type ChangeDeps } from './extend.ts';
import { trackAllowance } from './track-allowance.ts';

/** So few that those who wait for an answer of their own hardly notice. */
const ATTEMPTS_AT_A_TIME = 4;
const EVENTS_AT_A_TIME = 8;

/** A repeat finds only those that are left, because the others run longer already. */
export async function extendAll(deps: ChangeDeps, change: SettingsChange): Promise<void> {
  const left = await listAttemptsWithoutExtraTime(deps.pool, change.id);
  await whileAlive(doEach(left, ATTEMPTS_AT_A_TIME, (extension) => extend(deps, change, extension)));
}

type Tracked = Awaited<ReturnType<typeof listAllowancesOfChange>>[number];

async function track(lms: LmsEffects, change: SettingsChange, allowance: Tracked): Promise<void> {
  const { position } = allowance;
  try {
    await trackAllowance(lms, allowance, { key: `change/${change.id}/${position}`, at: change.at });
  } catch (error) {
    if (!isFinalRefusal(error)) throw error;
    Context.current().log.error('allowance refused by the LMS', { change: change.id, position });
  }
}

/** Up to which position an earlier try of the activity is done. */
const doneBefore = (details: unknown) => (typeof details === 'number' ? details : 0);

/** Tells the LMS of all allowances of the change, page by page; the position is kept in the activity's heartbeat. */
export async function trackAll({ pool, lms }: ChangeDeps, change: SettingsChange): Promise<void> {
  const activity = Context.current();
  let after = doneBefore(activity.info.heartbeatDetails);
  for (;;) {
    const page = await listAllowancesOfChange(pool, { changeId: change.id, after, limit: 100 });
    await doEach(page, EVENTS_AT_A_TIME, async (allowance) => {
      await track(lms, change, allowance);
      activity.heartbeat(after);
    });
    const last = page.at(-1);
    if (!last) return;
    after = last.position;
    activity.heartbeat(after);
  }
}
