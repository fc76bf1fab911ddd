import { readFile } from 'node:fs/promises';
import { isDeepStrictEqual } from 'node:util';
import type { Logger } from 'pino';
import { VARIABLES, type Config } from './config.ts';
import { REREAD } from './settings/reread.ts';
import { fileOf } from './settings/values.ts';
import type { Meters } from './telemetry/meters.ts';
import { renewApiKey } from './temporal/connect.ts';
import { requireRotation } from './temporal/encryption/keys.ts';

/** Makes ready for another configuration, and answers what takes it into use. Throws if it is not usable. */
export type Prepare = (fresh: Config) => Promise<() => void>;

export interface SecretsOptions {
  /** Gets the new values; whoever uses a secret reads it here at each use. */
  config: Config;
  /** Reads variables as at the start; throws if they are not usable. */
  read: (variables: NodeJS.ProcessEnv) => Config;
  variables?: NodeJS.ProcessEnv;
  log: Pick<Logger, 'info' | 'error'>;
  meters?: Pick<Meters, 'noteSecrets'> | undefined;
  prepareSecrets?: Prepare;
}

/** Follows the files that secrets are in. */
export interface SecretsFollower {
  /** What it takes as the wish to read them now; without files nothing, so that a terminal that is closed ends the process. */
  signals: 'SIGHUP'[];
  /** Reads them now; never throws. */
  reread(): Promise<void>;
  close(): void;
}

/** The parts of a configuration that have secrets. */
const PARTS = ['auth', 'proctoring', 'lms', 'openedx', 'mail', 'temporal', 'codecServer'] as const;

const isSame = (one: Config, other: Config) =>
  one.databaseUrl === other.databaseUrl && PARTS.every((part) => isDeepStrictEqual(one[part], other[part]));

function takeOver(config: Config, fresh: Config): void {
  config.databaseUrl = fresh.databaseUrl;
  for (const part of PARTS) Object.assign(config[part], fresh[part]);
}

/** Refuses an address that differs in more than its secret, which would take new connections elsewhere. */
function requireSamePlace(
  setting: string,
  before: string | undefined,
  after: string | undefined,
  own: readonly ('username' | 'password')[],
) {
  const placeOf = (address = '') => {
    if (!URL.canParse(address)) return address;
    const url = new URL(address);
    for (const part of own) url[part] = '';
    return url.href;
  };
  if (placeOf(before) !== placeOf(after))
    throw new Error(`${setting}: only ${own.join(' and ')} can change without a restart`);
}

function requireExchangeable(config: Config, fresh: Config): void {
  requireSamePlace('DATABASE_URL', config.databaseUrl, fresh.databaseUrl, ['password']);
  const [before, after] = [config.lms.eventBus.url, fresh.lms.eventBus.url];
  requireSamePlace('EVENT_BUS_REDIS_CONNECTION_URL', before, after, ['username', 'password']);
  requireRotation(config.temporal.encryption, fresh.temporal.encryption);
}

/**
 * Reads the secrets that are given as files again every `SECRETS_REREAD_SECONDS` and on SIGHUP, and puts new values into
 * the configuration. If any of them is not usable, all stay as they were, and that is logged and measured.
 */
export function followSecrets(options: SecretsOptions): SecretsFollower {
  const { config, read, variables = VARIABLES, log, meters, prepareSecrets } = options;
  const files = Object.keys(REREAD).flatMap((name) => {
    const path = fileOf(variables[name]);
    return path === null ? [] : [{ name, path }];
  });
  let last: readonly string[] | null = null;
  let problem: string | null = null;

  async function takeNew(): Promise<void> {
    const texts = await Promise.all(files.map(async ({ path }) => (await readFile(path, 'utf8')).trim()));
    if (problem === null && isDeepStrictEqual(texts, last)) return;
    const fresh = read({ ...variables, ...Object.fromEntries(files.map(({ name }, at) => [name, texts[at]])) });
    if (!isSame(config, fresh)) {
      requireExchangeable(config, fresh);
      const use = await prepareSecrets?.(fresh);
      takeOver(config, fresh);
      use?.();
      await renewApiKey(config.temporal);
      log.info(
        { settings: files.flatMap(({ name }, at) => (texts[at] === last?.[at] ? [] : [name])) },
        'secrets were read again',
      );
    }
    last = texts;
  }

  async function tryToTake(): Promise<void> {
    try {
      await takeNew();
      problem = null;
    } catch (error) {
      const told = String(error);
      if (told !== problem)
        log.error({ err: error }, 'secrets that were read again cannot be used, so those before stay');
      problem = told;
    }
    meters?.noteSecrets(problem === null);
  }

  // The files may have changed since the configuration was made of them.
  let reading = tryToTake();
  const reread = () => (reading = reading.then(tryToTake));
  const { rereadSeconds } = config.secrets;
  const timer = files.length > 0 && rereadSeconds > 0 ? setInterval(() => void reread(), rereadSeconds * 1_000) : null;
  timer?.unref();
  const onSignal = () => void reread();
  const signals: 'SIGHUP'[] = files.length > 0 ? ['SIGHUP'] : [];
  for (const signal of signals) process.on(signal, onSignal);
  return {
    signals,
    reread,
    close() {
      if (timer) clearInterval(timer);
      for (const signal of signals) process.off(signal, onSignal);
    },
  };
}
