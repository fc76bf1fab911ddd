// Makes courses of 1,000 to 1,000,000 attempts and explains every read of them: npm run bench:growth. With --write it keeps the
// plans in docs/plans.md.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPostgres } from '../../test/support/stack-servers.ts';
import { costsOfCourses } from './reads.ts';
import { growthTable, plansPage } from './report.ts';

const SIZES = [1_000, 10_000, 100_000, 1_000_000];

const folder = await mkdtemp(join(tmpdir(), 'durable-proctoring-growth-'));
const postgres = await startPostgres(folder);
try {
  const costs = await costsOfCourses(postgres.templateUrl, SIZES);
  console.log(growthTable(costs));
  if (process.argv.includes('--write')) await writeFile('docs/plans.md', plansPage(costs));
} finally {
  await postgres.stop();
  await rm(folder, { recursive: true, force: true });
}
