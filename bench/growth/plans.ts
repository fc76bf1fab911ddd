import pg from 'pg';
import { z } from 'zod';
import type { Statement } from '../counters.ts';

interface PlanNode {
  'Node Type': string;
  'Relation Name'?: string | undefined;
  'Index Name'?: string | undefined;
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
    'Index Name': z.string().optional(),
    'Actual Rows': z.number(),
    'Actual Loops': z.number(),
    'Rows Removed by Filter': z.number().optional(),
    'Shared Hit Blocks': z.number(),
    'Shared Read Blocks': z.number(),
    Plans: z.array(planNode).optional(),
  }),
);
const explained = z.tuple([
  z.object({ 'QUERY PLAN': z.tuple([z.object({ Plan: planNode, 'Execution Time': z.number() })]) }),
]);

/** What statements make Postgres do. */
export interface Work {
  /** Pages of 8 KiB that were looked at. */
  buffers: number;
  /** Rows that the nodes which read tables and indexes came across, those that a filter dropped included. */
  rows: number;
  /** Of the second run, when everything is in memory. */
  milliseconds: number;
  /** Tables that were read from end to end. */
  wholeTables: string[];
  /** How the statements were carried out, as Postgres tells it, without times. */
  plan: string;
}

function nodesOf(node: PlanNode): PlanNode[] {
  return [node, ...(node.Plans ?? []).flatMap(nodesOf)];
}

const sum = (numbers: number[]) => numbers.reduce((total, number) => total + number, 0);

async function explain(client: pg.Client, { text, values }: Statement): Promise<Work> {
  const ask = async (options: string) =>
    (await client.query(`explain (analyze, buffers, ${options}) ${text}`, [...values])).rows;
  await ask('format json');
  const [{ 'QUERY PLAN': plans }] = explained.parse(await ask('format json'));
  const { Plan: top, 'Execution Time': milliseconds } = plans[0];
  const readers = nodesOf(top).filter((node) => node['Node Type'].includes('Scan'));
  const lines = (await ask('costs off, timing off, summary off')) as { 'QUERY PLAN': string }[];
  return {
    buffers: top['Shared Hit Blocks'] + top['Shared Read Blocks'],
    rows: sum(
      readers.map((node) => (node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0)) * node['Actual Loops']),
    ),
    milliseconds,
    wholeTables: readers.flatMap((node) => (node['Node Type'] === 'Seq Scan' ? (node['Relation Name'] ?? []) : [])),
    plan: lines.map((line) => line['QUERY PLAN']).join('\n'),
  };
}

export interface ExplainOptions {
  /** Whole tables are read only where there is no other way: small ones show then what large ones would. */
  byIndexes?: boolean;
}

/** Carries out and explains statements one after the other, as one piece of work. */
export async function explainAll(
  databaseUrl: string,
  statements: readonly Statement[],
  { byIndexes = false }: ExplainOptions = {},
): Promise<Work> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    if (byIndexes) await client.query('set enable_seqscan = off');
    const works: Work[] = [];
    for (const statement of statements) works.push(await explain(client, statement));
    return {
      buffers: sum(works.map(({ buffers }) => buffers)),
      rows: sum(works.map(({ rows }) => rows)),
      milliseconds: sum(works.map(({ milliseconds }) => milliseconds)),
      wholeTables: works.flatMap(({ wholeTables }) => wholeTables),
      plan: works.map(({ plan }) => plan).join('\n\n'),
    };
  } finally {
    await client.end();
  }
}
