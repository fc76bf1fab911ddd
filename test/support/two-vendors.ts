import type { Api } from '../api/harness.ts';
import type { ScriptedVendor } from './scripted-vendor.ts';
import { REST_OPTIONS, SOFTWARE_SECURE_OPTIONS } from './vendor-examples.ts';

/** Accounts of two REST vendors. */
export const ACCOUNTS = ['one', 'two'].map((name) => ({
  client_id: name,
  client_secret: `${name}-secret`,
  username: name,
  groups: [`${name}_review`],
}));

/** Settings of a service with the REST vendors `one` (the default) and `two` and the desktop vendor `ssi`, or without some. */
export function vendorSettings(vendor: ScriptedVendor, { without = [] }: { without?: string[] } = {}) {
  const rest = (verbose_name: string) => ({ type: 'rest', verbose_name, base_url: vendor.url, ...REST_OPTIONS });
  const backends = {
    DEFAULT: 'one',
    one: rest('Vendor one'),
    two: { ...rest('Vendor two'), ping_interval: 30 },
    ssi: {
      type: 'software_secure',
      verbose_name: 'Desktop',
      exam_register_endpoint: `${vendor.url}/register`,
      ...SOFTWARE_SECURE_OPTIONS,
    },
  };
  const left = Object.entries(backends).filter(([name]) => !without.includes(name));
  return {
    PROCTORING_BACKENDS: JSON.stringify(Object.fromEntries(left)),
    OAUTH_CLIENTS: JSON.stringify(ACCOUNTS),
  };
}

/** Headers of a vendor's account. */
export async function signedInAs(api: Api, name: string): Promise<{ authorization: string }> {
  const account = ACCOUNTS.find(({ client_id }) => client_id === name);
  const { body } = await api.callRoot('POST', '/oauth2/access_token', { body: account });
  return { authorization: `JWT ${(body as { access_token: string }).access_token}` };
}
