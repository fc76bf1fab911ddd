/** How a kind of database writes what the two differ in. */
export interface Dialect {
  time: string;
  bytes: string;
  serial: string;
  /** Puts a name in quotes. */
  quote: (name: string) => string;
}

export const POSTGRES: Dialect = {
  time: 'timestamptz',
  bytes: 'bytea',
  serial: 'integer',
  quote: (name) => `"${name}"`,
};

export const MARIADB: Dialect = {
  time: 'datetime(6)',
  bytes: 'longblob',
  serial: 'integer',
  quote: (name) => `\`${name}\``,
};

/** A version of the original whose tables differ from the next one's. */
export type Version = '2.5' | '6.1';

type Columns = Record<string, string>;

const PREFIX = 'proctoring_proctoredexam';
const TEXT = 'varchar(255)';

/** The columns of the original's tables, as far as they matter here; what may be null is not marked. */
function columnsOf(version: Version, { time, bytes, serial }: Dialect): Record<string, Columns> {
  const isOld = version === '2.5';
  const saved = { id: serial, created: time, modified: time };
  const attempt = {
    started_at: time,
    completed_at: time,
    attempt_code: TEXT,
    external_id: TEXT,
    allowed_time_limit_mins: 'integer',
    status: 'varchar(64)',
    taking_as_proctored: 'boolean',
    is_sample_attempt: 'boolean',
    review_policy_id: 'integer',
    proctored_exam_id: 'integer',
    user_id: 'integer',
  };
  const resume = {
    time_remaining_seconds: 'integer',
    is_resumable: 'boolean',
    ready_to_resume: 'boolean',
    resumed: 'boolean',
  };
  const acknowledged = { is_status_acknowledged: 'boolean' };
  const review = {
    ...saved,
    attempt_code: TEXT,
    review_status: TEXT,
    raw_data: 'text',
    exam_id: 'integer',
    reviewed_by_id: 'integer',
    student_id: 'integer',
    ...(isOld ? { video_url: 'text' } : { is_attempt_active: 'boolean', encrypted_video_url: bytes }),
  };
  const snapshot = { history_id: serial, history_date: time, history_type: 'varchar(1)', history_user_id: 'integer' };
  return {
    [PREFIX]: {
      ...saved,
      course_id: TEXT,
      content_id: TEXT,
      external_id: TEXT,
      exam_name: 'text',
      time_limit_mins: 'integer',
      due_date: time,
      is_proctored: 'boolean',
      is_practice_exam: 'boolean',
      is_active: 'boolean',
      hide_after_due: 'boolean',
      backend: TEXT,
    },
    [`${PREFIX}reviewpolicy`]: {
      ...saved,
      review_policy: 'text',
      proctored_exam_id: 'integer',
      set_by_user_id: 'integer',
    },
    [`${PREFIX}studentallowance`]: {
      ...saved,
      key: TEXT,
      value: TEXT,
      proctored_exam_id: 'integer',
      user_id: 'integer',
    },
    [`${PREFIX}studentattempt`]: { ...saved, ...attempt, ...acknowledged, ...(!isOld && resume) },
    ...(isOld
      ? { [`${PREFIX}studentattempthistory`]: { ...saved, ...attempt, attempt_id: 'integer' } }
      : { [`${PREFIX}studentattempt_history`]: { ...saved, ...attempt, ...acknowledged, ...resume, ...snapshot } }),
    [`${PREFIX}softwaresecurereview`]: review,
    [`${PREFIX}softwaresecurereviewhistory`]: review,
    [`${PREFIX}studentattemptcomment`]: {
      ...saved,
      start_time: 'integer',
      stop_time: 'integer',
      duration: 'integer',
      comment: 'text',
      status: TEXT,
      review_id: 'integer',
    },
    auth_user: {
      id: serial,
      username: 'varchar(150)',
      email: 'varchar(254)',
      first_name: 'varchar(150)',
      last_name: 'varchar(150)',
      is_active: 'boolean',
      is_staff: 'boolean',
    },
    auth_userprofile: { user_id: 'integer', name: TEXT },
  };
}

/** The statements that make empty tables of that version. */
export function createTables(version: Version, dialect: Dialect): string[] {
  return Object.entries(columnsOf(version, dialect)).map(([table, columns]) => {
    const parts = Object.entries(columns).map(([name, type]) => `${dialect.quote(name)} ${type} null`);
    return `create table ${table} (${parts.join(', ')})`;
  });
}
