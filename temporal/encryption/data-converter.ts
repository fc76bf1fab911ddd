import { fileURLToPath } from 'node:url';
import type { DataConverter } from '@temporalio/common';
import type { TemporalPlace } from '../profile.ts';
import { createEncryptionCodec } from './codec.ts';
import { NO_KEYS } from './keys.ts';

const WITH_HIDDEN_WORDS = fileURLToPath(new URL('failure-converter.ts', import.meta.url));

/** How everything that goes to Temporal and comes from it is written, for clients and workers alike. */
export function dataConverterOf(place: TemporalPlace): DataConverter {
  const keysOf = () => place.encryption ?? NO_KEYS;
  return {
    payloadCodecs: [createEncryptionCodec(keysOf)],
    ...(keysOf().current !== null && { failureConverterPath: WITH_HIDDEN_WORDS }),
  };
}
