import pg from 'pg';
import { z } from 'zod';
import { execute } from '../dev/postgres.ts';
import { isHeartbeatNote, type Statement } from './counters.ts';
import type { MeasuredService } from './measured-service.ts';
import { signIn, type Client } from './people.ts';

/** A course of its own for every size: the service remembers for a while how long a course's list is. */
const courseOf = (attempts: number) => `course-v1:Bench+List${attempts}+2030`;
const EXAMS = 10;

/** What one page of the list of a course's attempts makes Postgres do. */
export interface ListCost {
  attempts: number;
  statements: number;
  /** Pages of 8 KiB that were looked at. */
  buffers: number;
  /** Rows that the nodes which read tables and indexes came across, those that a filter dropped included. */
  rowsRead: number;
  /** Tables that were read from end to end. */
  wholeTables: string[];
}

interface PlanNode {
  'Node Type': string;
  'Relation Name'?: string | undefined;
  'Actual Rows': number;
  'Actual Loops': number;
  'Rows Removed by Filter'?: number | undefined;
  'Shared Hit Blocks': number;
  'Shared Read Blocks': number;
  Plans?: PlanNode[] | undefined;
}

const planNode: z.ZodType<PlanNode> = z.lazy(() =>
  z.object({
    'Node Type': z.string(),
    'Relation Name': z.string().optional(),
    'Actual Rows': z.number(),
    'Actual Loops': z.number(),
    'Rows Removed by Filter': z.number().optional(),
    'Shared Hit Blocks': z.number(),
    'Shared Read Blocks': z.number(),
    Plans: z.array(planNode).optional(),
  }),
);
const explained = z.tuple([z.object({ 'QUERY PLAN': z.tuple([z.object({ Plan: planNode })]) })]);

const page = z.object({ proctored_exam_attempts: z.array(z.unknown()).length(25) });

/** Makes a course with `attempts` attempts of finished exams, and lets Postgres learn of them. */
async function fill(databaseUrl: string, attempts: number): Promise<void> {
  const course = courseOf(attempts);
  const learners = attempts / EXAMS;
  await execute(
    databaseUrl,
    `insert into exam (course_id, content_id, exam_name, time_limit_mins, is_active, created, modified)
     select '${course}', 'block-v1:Bench+list-' || n, 'Exam ' || n, 60, true, now(), now()
     from generate_series(1, ${EXAMS}) n;
     insert into person (id, username) select n, 'listed-' || n from generate_series(1, ${learners}) n
     on conflict do nothing;
     insert into attempt (attempt_code, user_id, exam_id, status, started_at, completed_at, allowed_time_limit_mins,
       taking_as_proctored, is_sample_attempt, exam_type, created, modified, version, state)
     select 'LISTED-' || exam.id || '-' || n, n, exam.id, 'submitted', at, at + interval '1 hour', 60, false, false,
       'timed', at, at, 3, '{}'
     from exam, generate_series(1, ${learners}) n,
       lateral (select timestamptz '2030-01-01' + n * interval '1 minute' as at) moment
     where exam.course_id = '${course}'`,
  );
  await execute(databaseUrl, 'vacuum (analyze) attempt, exam, person');
}

function nodesOf(node: PlanNode): PlanNode[] {
  return [node, ...(node.Plans ?? []).flatMap(nodesOf)];
}

async function explain(client: pg.Client, { text, values }: Statement): Promise<PlanNode> {
  const { rows } = await client.query(`explain (analyze, buffers, format json) ${text}`, [...values]);
  return explained.parse(rows)[0]['QUERY PLAN'][0].Plan;
}

/** Reads the first page of the list over HTTP, and explains every statement that this made. */
async function measure(service: MeasuredService, staff: Client, attempts: number): Promise<ListCost> {
  service.api.take();
  const answer = await staff.call('GET', `attempt/grouped/course_id/${courseOf(attempts)}`);
  page.parse(answer);
  const statements = service.api.take().statements.filter((statement) => !isHeartbeatNote(statement));
  const client = new pg.Client({ connectionString: service.databaseUrl });
  await client.connect();
  const plans: PlanNode[] = [];
  for (const statement of statements) plans.push(await explain(client, statement));
  await client.end();
  const readers = plans.flatMap(nodesOf).filter((node) => node['Node Type'].includes('Scan'));
  const sum = (numbers: number[]) => numbers.reduce((total, number) => total + number, 0);
  return {
    attempts,
    statements: statements.length,
    buffers: sum(plans.map((plan) => plan['Shared Hit Blocks'] + plan['Shared Read Blocks'])),
    rowsRead: sum(
      readers.map((node) => (node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0)) * node['Actual Loops']),
    ),
    wholeTables: readers.flatMap((node) =>
      node['Node Type'] === 'Seq Scan' && node['Relation Name'] === 'attempt' ? [node['Relation Name']] : [],
    ),
  };
}

/** The costs of the list by the size of its course. */
export interface ListCosts {
  /** Postgres may well choose to read tables of this size from end to end. */
  few: ListCost;
  some: ListCost;
  /** Read for the first time in a while, when its rows are counted for the number of pages. */
  manyCounted: ListCost;
  many: ListCost;
}

/** The lists of courses with 1,000, 10,000 and 100,000 attempts. */
export async function listOfAttempts(service: MeasuredService): Promise<ListCosts> {
  const staff = await signIn(service, { administrator: true });
  const twice = async (attempts: number) => {
    await fill(service.databaseUrl, attempts);
    const counted = await measure(service, staff, attempts);
    return { counted, again: await measure(service, staff, attempts) };
  };
  const [few, some, many] = [await twice(1_000), await twice(10_000), await twice(100_000)];
  return { few: few.again, some: some.again, manyCounted: many.counted, many: many.again };
}
