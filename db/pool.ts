import {
  createPool,
  createTypeParserPreset,
  sql,
  SchemaValidationError,
  type CommonQueryMethods,
  type DatabasePool,
  type Interceptor,
  type QueryResultRow,
} from 'slonik';
import { none } from './columns.ts';
import { tlsOf } from './tls.ts';

/** Where statements are reported; `debug` gets the text and duration of each, never its values. */
export interface QueryLog {
  debug(facts: { sql: string; milliseconds: number; rows: number }, message: string): void;
  /** Whether that is written anywhere. */
  isLevelEnabled(level: 'debug'): boolean;
}

/** Checks every row against the schema of its `sql.type`, because slonik itself does not. */
const resultParser: Interceptor = {
  name: 'result-parser',
  transformRow: (context, query, row) => {
    const result = context.resultParser?.['~standard'].validate(row);
    if (!result) return row;
    if (result instanceof Promise) throw new TypeError('A row schema must validate synchronously.');
    if (result.issues) throw new SchemaValidationError(query, row, result.issues);
    return result.value as QueryResultRow;
  },
};

function queryLogger(log: QueryLog): Interceptor {
  return {
    name: 'query-log',
    afterQueryExecution: (context, query, result) => {
      const milliseconds = Number(process.hrtime.bigint() - BigInt(context.queryInputTime)) / 1e6;
      log.debug({ sql: query.sql, milliseconds, rows: result.rowCount }, 'statement');
      return null;
    },
  };
}

function statementCounter(onStatement: (statement: string, values: readonly unknown[]) => void): Interceptor {
  return {
    name: 'statement-counter',
    beforeQueryExecution: (_context, query) => {
      onStatement(query.sql, query.values);
      return null;
    },
  };
}

/** Ids and counts are far below 2^53, and JSON knows no bigint. */
const TYPE_PARSERS = [
  ...createTypeParserPreset().filter(({ name }) => name !== 'int8'),
  { name: 'int8', parse: Number },
];

/**
 * Plans go by indexes, wherever there are any, and are made once. Left alone, Postgres plans a change of an attempt anew
 * each time, which costs as much as to carry it out: it takes an array of unknown length for ten rows. Before 18 it also
 * takes a plan that must read a whole table for so long that it compiles it.
 */
const BY_INDEXES = '-cenable_seqscan=off -cplan_cache_mode=force_generic_plan -cjit=off';

function withSettings(databaseUrl: string): string {
  const url = new URL(databaseUrl);
  const own = url.searchParams.get('options');
  url.searchParams.set('options', own === null ? BY_INDEXES : `${own} ${BY_INDEXES}`);
  return url.href;
}

const passwordOf = (databaseUrl: string) => decodeURIComponent(new URL(databaseUrl).password);

export interface PoolOptions {
  log?: QueryLog;
  maximumSize?: number;
  /** For who repeats few statements: a plan is kept, and one of an empty table would read all of it once it has grown. */
  goesByIndexes?: boolean;
  /** Asked for the address, whose password may have changed, at each new connection. */
  currentUrl?: () => string;
  /** Called with every statement and its values, for counting and explaining. */
  onStatement?: (statement: string, values: readonly unknown[]) => void;
}

/**
 * The one pool of a process. `timestamptz` comes as epoch milliseconds, `int8` as a number, `jsonb` parsed.
 * Connects at once, so it fails at the start of a process without a database. Statements end after 10 s.
 */
export async function openPool(databaseUrl: string, options: PoolOptions = {}): Promise<DatabasePool> {
  const { log, onStatement, goesByIndexes = false, currentUrl = () => databaseUrl } = options;
  return await createPool(goesByIndexes ? withSettings(databaseUrl) : databaseUrl, {
    interceptors: [
      resultParser,
      ...(onStatement ? [statementCounter(onStatement)] : []),
      ...(log?.isLevelEnabled('debug') ? [queryLogger(log)] : []),
    ],
    typeParsers: TYPE_PARSERS,
    ssl: tlsOf(databaseUrl),
    // Without one in the address, the driver looks for it elsewhere.
    ...(passwordOf(databaseUrl) !== '' && { password: () => passwordOf(currentUrl()) }),
    maximumPoolSize: options.maximumSize ?? 10,
    // Also the wait for a free connection: when many exams start at once, a short queue is better than a refusal.
    connectionTimeout: 8_000,
    connectionRetryLimit: 0,
    queryRetryLimit: 0,
    statementTimeout: 10_000,
    idleTimeout: 30_000,
    idleInTransactionSessionTimeout: 15_000,
    // Nothing we set (locks, settings) outlasts its transaction, so a connection goes back without another round trip.
    resetConnection: () => Promise.resolve(),
  });
}

/** Whether Postgres answers now. */
export async function isAnswering(db: CommonQueryMethods): Promise<boolean> {
  return await db.query(sql.type(none)`select 1`).then(
    () => true,
    () => false,
  );
}
