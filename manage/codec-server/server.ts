// node manage/codec-server/server.ts: decodes payloads for the Temporal UI and its command line.
import closeWithGrace from 'close-with-grace';
import { readConfig } from '../../config.ts';
import { followSecrets } from '../../follow-secrets.ts';
import { createLogger } from '../../logging.ts';
import { createEncryptionCodec } from '../../temporal/encryption/codec.ts';
import { buildCodecServer } from './app.ts';
import { connectAuthorisation } from './authorisation.ts';

const config = readConfig();
const { temporal, codecServer } = config;
const log = createLogger({ name: 'codec-server', level: config.logLevel });
const app = await buildCodecServer({
  codec: createEncryptionCodec(() => temporal.encryption),
  isAllowed: await connectAuthorisation(config),
  uiOrigin: temporal.uiUrl === undefined ? undefined : new URL(temporal.uiUrl).origin,
});
const secrets = followSecrets({ config, read: readConfig, log });
closeWithGrace({ delay: 5_000, logger: log, skip: secrets.signals }, async () => {
  secrets.close();
  await app.close();
});
await app.listen(codecServer.address);
log.info(codecServer.address, 'codec server ready');
