import { startScriptedVendor, type ScriptedVendor } from '../support/scripted-vendor.ts';
import { startApi, type Api } from './harness.ts';

export interface ApiWithVendor {
  vendor: ScriptedVendor;
  api: Api;
  close: () => Promise<void>;
}

/** The API with a scripted vendor, which the settings name as they like. */
export async function startApiWithVendor(
  settingsFor: (vendor: ScriptedVendor) => Record<string, string>,
): Promise<ApiWithVendor> {
  const vendor = await startScriptedVendor();
  const api = await startApi({ env: settingsFor(vendor) });
  return {
    vendor,
    api,
    async close() {
      await api.close();
      await vendor.close();
    },
  };
}
