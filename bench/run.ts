// Counts what whole attempts cost and times the API against the bare Temporal client: npm run bench. See docs/benchmarks.md.
import { availableParallelism } from 'node:os';
import { startSharedServers } from '../test/support/stack-servers.ts';
import { listOfAttempts } from './attempt-list.ts';
import { attemptBudgets, isKept, listBudgets, overheadBudgets } from './budgets.ts';
import { silenceTemporal, startMeasuredService, type MeasuredService } from './measured-service.ts';
import { overheadOfTheApi } from './overhead.ts';
import { hangUp } from './people.ts';
import { attemptTable, budgetTable, listTable, overheadTable } from './tables.ts';
import { POLLS, wholeProctoredAttempt, wholeTimedAttempt } from './whole-attempt.ts';

function print(title: string, text: string): void {
  console.log(`\n${title}\n\n${text}`);
}

async function measure(service: MeasuredService) {
  const timed = await wholeTimedAttempt(service);
  print(`A timed attempt with ${POLLS} polls`, attemptTable(timed));
  const proctored = await wholeProctoredAttempt(service);
  print(`A proctored attempt with ${POLLS} polls and ${POLLS} pings, review and emails`, attemptTable(proctored));
  const overhead = await overheadOfTheApi(service);
  print('The API beside the bare Temporal client', overheadTable(overhead));
  const list = await listOfAttempts(service);
  print("The first page of a course's attempts", listTable(list));
  return [...attemptBudgets(timed, proctored), ...listBudgets(list), ...overheadBudgets(overhead)];
}

silenceTemporal();
console.log(`${new Date().toISOString().slice(0, 10)}, ${availableParallelism()} cores, Node ${process.version}`);
const servers = await startSharedServers();
try {
  const service = await startMeasuredService(servers.addresses);
  try {
    const budgets = await measure(service);
    print('Budgets', budgetTable(budgets));
    process.exitCode = budgets.every(isKept) ? 0 : 1;
  } finally {
    await hangUp();
    await service.close();
  }
} finally {
  await servers.stop();
}
