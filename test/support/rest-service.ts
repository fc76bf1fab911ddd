import { startScriptedVendor, type ScriptedVendor } from './scripted-vendor.ts';
import { restVendorSettings, startSkippingService, type SkippingService } from './service.ts';

/** Who acts. */
export const learner = { kind: 'learner' } as const;
export const staff = { kind: 'staff', userId: 1 } as const;

/** An exam of the scripted vendor. */
export const PROCTORED = { proctored: true, backend: 'rest' } as const;

/** The service on a clock that skips waiting, with a scripted vendor behind its back-end `rest`. */
export interface RestService extends SkippingService {
  vendor: ScriptedVendor;
}

/** What the vendor answers to everything unless a test says otherwise. */
export const VENDOR_ANSWER = { body: { id: 'vendor-attempt', status: 'deleted' } };

/** Starts it. */
export async function startRestService(): Promise<RestService> {
  const vendor = await startScriptedVendor();
  vendor.otherwise(VENDOR_ANSWER);
  const skipping = await startSkippingService({ env: restVendorSettings(vendor.url) });
  return {
    ...skipping,
    vendor,
    async close() {
      await skipping.close();
      await vendor.close();
    },
  };
}
