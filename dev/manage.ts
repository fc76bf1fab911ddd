// npm run manage: the operators' commands on the local stack that runs, unless the environment names another one.
import { placesOfRunning } from './lock.ts';
import { readDevSettings } from './settings.ts';

// Never mixes the Temporal of one with the Postgres of the other.
const places = process.env.DATABASE_URL ? {} : placesOfRunning(readDevSettings().dataDir);
for (const [name, value] of Object.entries(places)) process.env[name] ||= value;
await import('../manage/main.ts');
