import { sql, type CommonQueryMethods } from 'slonik';
import { z } from 'zod';
import { instant, none, rowOf, seconds, toTimestamp, wholeNumber } from './columns.ts';

const reportRow = rowOf({
  action: z.string(),
  incidentTime: instant,
  /** From 0 to 1. */
  severity: seconds,
  reasonCode: z.string(),
  /** In the tool's words. */
  reason: z.string().nullable(),
  extraMinutes: wholeNumber.nullable(),
  received: instant,
});

/** What an LTI tool reported of an attempt; instants in epoch milliseconds. */
export type LtiReport = z.output<typeof reportRow>;

const columns = sql.fragment`
  action, incident_time, severity::float8 as severity, reason_code, reason, extra_minutes, received`;

/** More than anybody reads; a tool that sends more is heard, but not all of it is shown. */
const MOST_REPORTS = 500;

export async function listReports(db: CommonQueryMethods, attemptCode: string): Promise<readonly LtiReport[]> {
  return await db.any(sql.type(reportRow)`
    select ${columns} from lti_report where attempt_code = ${attemptCode} order by id limit ${MOST_REPORTS}`);
}

const endRow = rowOf({ attemptCode: z.string(), incidentTime: instant, severity: seconds, reasonCode: z.string() });

/** The first report of each attempt that ended it; by the attempt's code. */
export async function readFirstEnds(db: CommonQueryMethods, attemptCodes: readonly string[]) {
  const rows = await db.any(sql.type(endRow)`
    select distinct on (attempt_code) attempt_code, incident_time, severity::float8 as severity, reason_code
    from lti_report
    where attempt_code = any(${sql.array([...attemptCodes], 'text')}) and action = 'terminate'
    order by attempt_code, id`);
  return new Map(rows.map((row) => [row.attemptCode, row]));
}

const countRow = rowOf({ count: wholeNumber });

/** Whether the same report has been received, and how many the attempt has. */
export async function readReportCounts(db: CommonQueryMethods, attemptCode: string, fingerprint: string) {
  const isKnown = await db.exists(sql.type(none)`
    select 1 from lti_report where attempt_code = ${attemptCode} and fingerprint = ${fingerprint}`);
  const all = await db.oneFirst(
    sql.type(countRow)`select count(*) from lti_report where attempt_code = ${attemptCode}`,
  );
  return { isKnown, all };
}

export interface NewReport extends LtiReport {
  attemptCode: string;
  /** Of its content: the same report counts once. */
  fingerprint: string;
}

export async function recordReport(db: CommonQueryMethods, report: NewReport): Promise<void> {
  await db.query(sql.type(none)`
    insert into lti_report (attempt_code, action, incident_time, severity, reason_code, reason, extra_minutes, received,
      fingerprint)
    values (${report.attemptCode}, ${report.action}, ${toTimestamp(report.incidentTime)}, ${report.severity},
      ${report.reasonCode}, ${report.reason}, ${report.extraMinutes}, ${toTimestamp(report.received)},
      ${report.fingerprint})
    on conflict on constraint lti_report_once do nothing`);
}
