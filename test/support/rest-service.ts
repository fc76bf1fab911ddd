import { startScriptedVendor, type ScriptedVendor } from './scripted-vendor.ts';
import {
  restVendorSettings,
  startServiceOnDevServer,
  startSkippingService,
  type Service,
  type SkippingService,
} from './service.ts';

/** Who acts. */
export const learner = { kind: 'learner' } as const;
export const staff = { kind: 'staff', userId: 1 } as const;

/** An exam of the scripted vendor. */
export const PROCTORED = { proctored: true, backend: 'rest' } as const;

/** A service with a scripted vendor behind its back-end `rest`. */
type WithVendor<Started> = Started & { vendor: ScriptedVendor };

/** The service on a clock that skips waiting, with a vendor. */
export type RestService = WithVendor<SkippingService>;

/** What the vendor answers to everything unless a test says otherwise. */
export const VENDOR_ANSWER = { body: { id: 'vendor-attempt', status: 'deleted' } };

async function withVendor<Started extends { close: () => Promise<void> }>(
  start: (options: { env: Record<string, string> }) => Promise<Started>,
): Promise<WithVendor<Started>> {
  const vendor = await startScriptedVendor();
  vendor.otherwise(VENDOR_ANSWER);
  const started = await start({ env: restVendorSettings(vendor.url) });
  return {
    ...started,
    vendor,
    async close() {
      await started.close();
      await vendor.close();
    },
  };
}

/** Starts it. */
export const startRestService = (): Promise<RestService> => withVendor(startSkippingService);

/** Starts one on the dev server, whose workers a test may stop and start. */
export const startRestServiceOnDevServer = (): Promise<WithVendor<Service>> => withVendor(startServiceOnDevServer);
