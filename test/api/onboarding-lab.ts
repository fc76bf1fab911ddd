import { REST_OPTIONS } from '../support/vendor-examples.ts';
import { startApiWithVendor } from './api-with-vendor.ts';

/** The API with a scripted vendor, the back-end `lab`, whose learners need onboarding. */
export function startOnboardingLab() {
  return startApiWithVendor(({ url }) => {
    const lab = { type: 'rest', base_url: url, supports_onboarding: true, ...REST_OPTIONS };
    return { PROCTORING_BACKENDS: JSON.stringify({ DEFAULT: 'lab', lab }) };
  });
}
