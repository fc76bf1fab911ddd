import { vendorSettings } from '../../support/two-vendors.ts';
import { startApiWithVendor } from '../api-with-vendor.ts';
import { beginAttempt } from './attempts.ts';
import { RETIREMENT_WORKER, signCallersIn } from './callers.ts';
import { DEMO_COURSE } from '../../../dev/people.ts';
import { OLD_COURSE } from './courses.ts';
import type { UsedUp } from './rows/row.ts';
import { makeThings, type Circumstances, type Things } from './things.ts';
import { SIGN_IN_SETTINGS } from './tokens.ts';

/** A busy machine may let the vendor take longer than its usual second. */
function patient({ PROCTORING_BACKENDS, ...others }: ReturnType<typeof vendorSettings>) {
  return {
    ...others,
    PROCTORING_BACKENDS: PROCTORING_BACKENDS.replaceAll('"timeout_seconds":1', '"timeout_seconds":60'),
  };
}

/** The API with one of each caller, and with a way to make what they ask for. */
export async function startMatrix() {
  const { api, vendor, close } = await startApiWithVendor((at) => ({
    ...patient(vendorSettings(at)),
    ...SIGN_IN_SETTINGS,
    RETIREMENT_SERVICE_WORKER_USERNAME: RETIREMENT_WORKER,
    PROCTORED_EXAM_VIEWABLE_PAST_DUE: 'true',
    REQUESTS_PER_MINUTE: '0',
    // What staff do can be undone, and waits, for as long as any of the tests takes.
    UNDO_WINDOW_SECONDS: '600',
  }));
  const callers = await signCallersIn(api);
  const make = (course: string, circumstances?: Circumstances) => makeThings({ api, vendor }, course, circumstances);
  const allThings = [await make(DEMO_COURSE), await make(OLD_COURSE)] as const;
  return {
    api,
    vendor,
    close,
    callers,
    make,
    /** The things of a course that all requests are about but those that use them up. */
    thingsOf: (course: string) => {
      const things = allThings.find((each) => each.course === course);
      if (!things) throw new Error(`There is nothing in ${course}.`);
      return things;
    },
    allThings,
    /** The same things, but those that a call uses up. */
    renew: async (things: Things, usedUp?: UsedUp): Promise<Things> => {
      if (usedUp === 'things') return await make(things.course);
      return usedUp === 'attempt' ? { ...things, ...(await beginAttempt(api, things.exam_id)) } : things;
    },
  };
}

export type Matrix = Awaited<ReturnType<typeof startMatrix>>;
