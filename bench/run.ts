import { startSharedServers } from '../test/support/stack-servers.ts';
import { silenceTemporal, startMeasuredService } from './measured-service.ts';
import { hangUp } from './people.ts';
import { sumOf, wholeProctoredAttempt, wholeTimedAttempt } from './whole-attempt.ts';

silenceTemporal();
const servers = await startSharedServers();
const service = await startMeasuredService(servers.addresses);
for (const s of [await wholeTimedAttempt(service), await wholeProctoredAttempt(service)]) {
  console.table(Object.fromEntries([...s.map((x) => [x.name, x.cost]), ['sum', sumOf(s)]]));
}
console.log(service.mailer.mails.length)
await hangUp(); await service.close(); await servers.stop();
