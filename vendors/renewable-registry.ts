import { isDeepStrictEqual } from 'node:util';
import type { VendorConfig } from './context.ts';
import type { VendorRegistry } from './port.ts';
import { createVendorRegistry } from './registry.ts';

/** A registry whose vendors can be exchanged for ones with other options. */
export interface RenewableRegistry {
  /** Always the present vendors; to be asked at each use. */
  vendors: VendorRegistry;
  /**
   * Makes vendors with the options of another configuration, and answers what exchanges them. Throws if these are not
   * usable, or if the names of back-ends differ: while some processes know a back-end and others do not, its attempts
   * would be taken for ones whose vendor is gone.
   */
  prepare: (fresh: Pick<VendorConfig, 'proctoring'>) => Promise<() => void>;
}

/** The registry that `present` answers, as one that is always the same. */
export function registryOf(present: () => VendorRegistry): VendorRegistry {
  return {
    get defaultName() {
      return present().defaultName;
    },
    get names() {
      return present().names;
    },
    get gone() {
      return present().gone;
    },
    get: (name) => present().get(name),
  };
}

const namesOf = ({ defaultName, names }: VendorRegistry) => ({ defaultName, names: new Set(names) });

/** See `createVendorRegistry`. Calls that are under way end with the vendors that they began with. */
export async function createRenewableRegistry(
  config: VendorConfig,
  dependencies?: Parameters<typeof createVendorRegistry>[1],
): Promise<RenewableRegistry> {
  let { backends } = config.proctoring;
  let present = await createVendorRegistry(config, dependencies);
  return {
    vendors: registryOf(() => present),
    async prepare({ proctoring }) {
      // A vendor that is made anew has neither its token nor what its circuit breaker has learnt.
      if (isDeepStrictEqual(proctoring.backends, backends)) return () => {};
      const made = await createVendorRegistry({ ...config, proctoring }, dependencies);
      if (!isDeepStrictEqual(namesOf(made), namesOf(present)))
        throw new Error('PROCTORING_BACKENDS: DEFAULT and the names of back-ends can change only with a restart');
      return () => {
        ({ backends } = proctoring);
        present = made;
      };
    },
  };
}
