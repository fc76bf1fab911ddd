// npm run check:vendor -- URL --client-id ID --client-secret SECRET [--listen HOST:PORT …] [--json]
import { parseArgs } from 'node:util';
import { ALL_CHECKS } from './all-checks.ts';
import { runChecks } from './check.ts';
import { startReceiver } from './receiver.ts';
import { describeResult, summarise } from './report.ts';
import { createVendorServer } from './vendor-server.ts';

const HELP = `npm run check:vendor -- URL --client-id ID --client-secret SECRET

Checks whether the proctoring service at URL (as base_url of a rest back-end) speaks the protocol of docs/vendors.md.
It makes exams and attempts there: point it at a test system.

  --client-id, --client-secret          the platform's credentials at the vendor
  --listen HOST:PORT                    also check callbacks: the vendor must call back at this address
  --callback-client-id, …-secret        the vendor's credentials at the platform (default: the same pair)
  --patience SECONDS                    how long a callback may take (default: 60)
  --json                                print the results as JSON`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    'client-id': { type: 'string' },
    'client-secret': { type: 'string' },
    'callback-client-id': { type: 'string' },
    'callback-client-secret': { type: 'string' },
    listen: { type: 'string' },
    patience: { type: 'string', default: '60' },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
const [baseUrl] = positionals;
const { 'client-id': clientId, 'client-secret': clientSecret, listen, json, patience } = values;
if (values.help || baseUrl === undefined || clientId === undefined || clientSecret === undefined) {
  console.log(HELP);
  process.exit(values.help ? 0 : 2);
}

async function openReceiver(address: string) {
  const { hostname: host, port } = new URL(`tcp://${address}`);
  const account = {
    clientId: values['callback-client-id'] ?? clientId ?? '',
    clientSecret: values['callback-client-secret'] ?? clientSecret ?? '',
  };
  const receiver = await startReceiver({ host, port: Number(port), ...account });
  if (!json) console.log(`Waiting for callbacks at ${receiver.url}\n`);
  return receiver;
}

const receiver = listen === undefined ? null : await openReceiver(listen);
const context = {
  vendor: createVendorServer({ baseUrl, clientId, clientSecret }),
  receiver,
  patienceMs: Number(patience) * 1000,
  exam: null,
};
const results = await runChecks(ALL_CHECKS, context, (result) => {
  if (!json) console.log(describeResult(result));
});
await receiver?.close();
console.log(json ? JSON.stringify(results, null, 2) : `\n${summarise(results)}`);
process.exitCode = results.some(({ outcome }) => outcome === 'failed') ? 1 : 0;
