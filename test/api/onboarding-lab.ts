import { startScriptedVendor, type ScriptedVendor } from '../support/scripted-vendor.ts';
import { REST_OPTIONS } from '../support/vendor-examples.ts';
import { startApi, type Api } from './harness.ts';

/** The API with a scripted vendor, the back-end `lab`, whose learners need onboarding. */
export interface OnboardingLab {
  vendor: ScriptedVendor;
  api: Api;
  close: () => Promise<void>;
}

/** Starts it. */
export async function startOnboardingLab(): Promise<OnboardingLab> {
  const vendor = await startScriptedVendor();
  const lab = { type: 'rest', base_url: vendor.url, supports_onboarding: true, ...REST_OPTIONS };
  const api = await startApi({ env: { PROCTORING_BACKENDS: JSON.stringify({ DEFAULT: 'lab', lab }) } });
  return {
    vendor,
    api,
    async close() {
      await api.close();
      await vendor.close();
    },
  };
}
