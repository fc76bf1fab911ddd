/** What attention depends on; instants in epoch milliseconds. A row of the board has these. */
export interface AttentionFacts {
  status: string;
  /** End of the running clock; null when nothing runs. */
  ends: number | null;
  /** Last sign of life of a running proctored attempt; null where none is expected. */
  heard: number | null;
  /** When staff paused the clock. */
  paused: number | null;
  /** Effects that are pending for more than a minute, and those that were refused. */
  effects: readonly [number, number];
  /** What the oldest pending effect waits for. */
  waiting: string | null;
}

/** Why an attempt needs a person, the most urgent first; `rest` needs none. The board's order, before the end of the exam. */
export const ATTENTION = [
  'error',
  'silent',
  'refused_effect',
  'waiting',
  'forgotten_pause',
  'ends_soon',
  'asked_to_end',
  'running',
  'getting_ready',
  'ready_to_resume',
  'rest',
] as const;

export type Attention = (typeof ATTENTION)[number];

const ENDS_SOON_MS = 5 * 60_000;
/** A clock that staff paused for longer may have been forgotten. */
const LONG_PAUSE_MS = 2 * 60 * 60_000;

const BY_STATUS: Record<string, Attention> = {
  ready_to_submit: 'asked_to_end',
  started: 'running',
  created: 'getting_ready',
  download_software_clicked: 'getting_ready',
  ready_to_start: 'getting_ready',
  ready_to_resume: 'ready_to_resume',
};

/** Why an attempt needs a person at `now`. `silentAfterMs` is how long its back-end lets a learner's page be silent. */
export function attentionOf(facts: AttentionFacts, now: number, silentAfterMs: number): Attention {
  const { status, ends, heard, paused, effects, waiting } = facts;
  if (status === 'error') return 'error';
  if (ends !== null && heard !== null && now - heard > silentAfterMs) return 'silent';
  if (effects[1] > 0) return 'refused_effect';
  if (waiting !== null) return 'waiting';
  if (paused !== null && now - paused > LONG_PAUSE_MS) return 'forgotten_pause';
  if (ends !== null && ends - now <= ENDS_SOON_MS) return 'ends_soon';
  return BY_STATUS[status] ?? 'rest';
}

const RANK = Object.fromEntries(ATTENTION.map((attention, rank) => [attention, rank])) as Record<Attention, number>;

/** A row with what it needs a person for. */
interface Ranked {
  attention: Attention;
  row: Pick<AttentionFacts, 'ends'>;
}

/** Puts the earlier instant first, and none last. */
export function compareInstants(one: number | null, other: number | null): number {
  return (one ?? Number.MAX_SAFE_INTEGER) - (other ?? Number.MAX_SAFE_INTEGER);
}

/** The order of the board: what needs a person most first, then what ends first. */
export function compareAttention(one: Ranked, other: Ranked): number {
  return RANK[one.attention] - RANK[other.attention] || compareInstants(one.row.ends, other.row.ends);
}

const TROUBLE: ReadonlySet<Attention> = new Set(['error', 'silent', 'refused_effect', 'waiting', 'forgotten_pause']);

/** Whether that is trouble, which no filter hides. */
export function isTrouble(attention: Attention): boolean {
  return TROUBLE.has(attention);
}
