/** A period without a sign of life from the learner's page. Instants in epoch milliseconds. */
export interface ConnectionGap {
  from: number;
  /** When the next sign of life arrived, or the clock stopped; null while the silence lasts. */
  to: number | null;
  /** Milliseconds, until now while it lasts. */
  length: number;
  /** Milliseconds of it in which no API could have received anything. */
  ours: number;
  /** Whether the attempt was put into `error` for it. */
  isLost: boolean;
}

export interface ConnectionRecord {
  /** Start of the clock. */
  startedAt: number;
  /** When the attempt stopped running, and whether for this silence; null while it runs. */
  stopped: { at: number; isLost: boolean } | null;
  lastPingAt: number | null;
  /** Silences that another sign of life ended, in order. */
  ended: readonly { heardAt: number; heardAgainAt: number }[];
  outages: readonly { beganAt: number; endedAt: number }[];
  now: number;
}

function overlap(from: number, to: number, outages: ConnectionRecord['outages']): number {
  return outages.reduce((sum, { beganAt, endedAt }) => {
    return sum + Math.max(0, Math.min(to, endedAt) - Math.max(from, beganAt));
  }, 0);
}

/**
 * All silences of an attempt longer than `threshold` milliseconds, in order: those that ended on record, and the last one
 * that goes on or that the end of the attempt cut off.
 */
export function connectionGaps(record: ConnectionRecord, threshold: number): ConnectionGap[] {
  const { startedAt, stopped, lastPingAt, ended, outages, now } = record;
  const gap = (from: number, to: number, fields: Pick<ConnectionGap, 'to' | 'isLost'>): ConnectionGap => ({
    from,
    length: to - from,
    ours: overlap(from, to, outages),
    ...fields,
  });
  const past = ended.map(({ heardAt, heardAgainAt }) =>
    gap(heardAt, heardAgainAt, { to: heardAgainAt, isLost: false }),
  );
  const lastHeardAt = Math.max(startedAt, lastPingAt ?? startedAt);
  const until = stopped?.at ?? now;
  if (until - lastHeardAt <= threshold) return past;
  return [...past, gap(lastHeardAt, until, { to: stopped?.at ?? null, isLost: stopped?.isLost ?? false })];
}
