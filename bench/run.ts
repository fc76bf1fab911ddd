// Counts what whole attempts cost and times the API against Temporal alone: npm run bench. See docs/benchmarks.md.
import { availableParallelism } from 'node:os';
import { startSharedServers } from '../test/support/stack-servers.ts';
import { attemptBudgets, isKept, overheadBudgets, pollBudgets } from './budgets.ts';
import { growthBudgets } from './growth/budgets.ts';
import { costsOfCourses } from './growth/reads.ts';
import { growthTable } from './growth/report.ts';
import { silenceTemporal, startMeasuredService, type MeasuredService } from './measured-service.ts';
import { measureOverhead } from './overhead.ts';
import { hangUp } from './people.ts';
import { pollsBesideTheFloor } from './polls/poll-floor.ts';
import { attemptTable, budgetTable, overheadTable, pollTable } from './tables.ts';
import { POLLS, wholeProctoredAttempt, wholeTimedAttempt } from './whole-attempt.ts';

function print(title: string, text: string): void {
  console.log(`\n${title}\n\n${text}`);
}

async function measure(service: MeasuredService) {
  const timed = await wholeTimedAttempt(service);
  print(`A timed attempt with ${POLLS} polls`, attemptTable(timed));
  const proctored = await wholeProctoredAttempt(service);
  print(`A proctored attempt with ${POLLS} polls and ${POLLS} pings, review and emails`, attemptTable(proctored));
  const overhead = await measureOverhead(service);
  print('A change and a start beside those of Temporal alone', overheadTable(overhead));
  const polls = await pollsBesideTheFloor(service.databaseUrl);
  print('A poll beside the least that it could cost', pollTable(polls));
  const growth = await costsOfCourses(service.databaseUrl, [1_000, 10_000, 100_000], { byIndexes: true });
  print('Reads by the size of a course', growthTable(growth));
  return [
    ...attemptBudgets(timed, proctored),
    ...growthBudgets(growth),
    ...overheadBudgets(overhead),
    ...pollBudgets(polls),
  ];
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
