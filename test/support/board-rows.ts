import type { ExamBoard, Row } from '../../console/api/shapes.ts';

export const NOON = Date.UTC(2030, 0, 15, 12);
const MINUTE = 60_000;

/** A learner in the middle of a proctored exam at noon, unless told otherwise. */
export function boardRow(fields: Partial<Row> = {}): Row {
  const id = fields.id ?? 1;
  return {
    id,
    code: `CODE-${id}`,
    v: 1,
    learner: [1000 + id, `learner${id}`, `Learner ${id}`],
    exam: 3,
    group: null,
    type: 'proctored',
    status: 'started',
    phase: 'running',
    started: NOON - 20 * MINUTE,
    ends: NOON + 40 * MINUTE,
    stopped: null,
    left: null,
    paused: null,
    limit: 3600,
    extra: [0, 0],
    heard: NOON - 10_000,
    gaps: 0,
    error: null,
    waiting: null,
    waiting_since: null,
    effects: [0, 0],
    review: null,
    flag: false,
    notes: 0,
    earlier: [],
    ...fields,
  };
}

/** A learner whose exam has stopped with an error. */
export const errorRow = (fields: Partial<Row> = {}): Row =>
  boardRow({
    status: 'error',
    phase: 'stopped',
    ends: null,
    left: 1200,
    heard: null,
    error: { event: 'heartbeat-lost', by: 'system', reason: null },
    ...fields,
  });

export const NO_COUNTS: NonNullable<ExamBoard['counts']> = {
  not_started: 0,
  getting_ready: 0,
  running: 0,
  asked_to_end: 0,
  stopped: 0,
  handed_in: 0,
  in_review: 0,
  done: 0,
  declined: 0,
  trouble: 0,
};

/** The board of an exam with these rows, as of noon. */
export function boardOf(rows: Row[], fields: Partial<ExamBoard> = {}): ExamBoard {
  return {
    seq: 1,
    server_time: NOON,
    exam: {
      id: 3,
      course: 'course-v1:Demo+Proctoring+2030',
      name: 'Final',
      type: 'proctored',
      backend: 'test',
      time_limit_minutes: 60,
      due_at: null,
      silent_after_seconds: 180,
      paused_since: null,
    },
    groups: [],
    counts: NO_COUNTS,
    rows,
    gone: null,
    ...fields,
  };
}
