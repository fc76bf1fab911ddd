import { loadClientConfigProfile, toClientOptions } from '@temporalio/envconfig';
import type { NativeConnectionOptions } from '@temporalio/worker';
import type { EncryptionKeys } from './encryption/keys.ts';

/** Where Temporal is, and how to reach it. */
export interface TemporalPlace {
  address: string;
  namespace: string;
  /** With TLS, keys and metadata. */
  connection: NativeConnectionOptions;
  /** Left out: nothing that is kept there is encrypted. */
  encryption?: EncryptionKeys;
}

const DEFAULT_ADDRESS = '127.0.0.1:7233';

/** The same defaults for server and namespace as those of the `temporal` command line. */
const DEFAULT_NAMESPACE = 'default';

/**
 * Reads Temporal's own environment configuration: `TEMPORAL_ADDRESS`, `TEMPORAL_API_KEY`, `TEMPORAL_TLS…` and so on, over
 * the profile in `TEMPORAL_CONFIG_FILE`. Throws if a file named there cannot be read or half of a key pair is missing.
 */
export function readTemporalPlace(environment: Record<string, string>): TemporalPlace {
  const profile = loadClientConfigProfile({ overrideEnvVars: environment });
  const { tls } = profile;
  if ((tls?.clientCert === undefined) !== (tls?.clientKey === undefined)) {
    throw new Error('A TLS client certificate needs its key, and a key its certificate (TEMPORAL_TLS_CLIENT_…).');
  }
  const { connectionOptions, namespace } = toClientOptions(profile);
  const address = connectionOptions.address ?? DEFAULT_ADDRESS;
  return { address, namespace: namespace ?? DEFAULT_NAMESPACE, connection: { ...connectionOptions, address } };
}
