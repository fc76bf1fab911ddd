/** How a request was answered. */
export interface Answered {
  method: string;
  /** The pattern of the route; null if there is none for the address. */
  route: string | null;
  status: number;
  seconds: number;
  /** Of the error catalogue; null for an answer that is no error. */
  errorCode: string | null;
}

/** How a call of a vendor went; while it is left alone, nobody calls it for so many milliseconds. */
export type VendorCall = { kind: 'answered' | 'failed'; milliseconds: number } | { kind: 'left alone'; forMs: number };

/** A change of an attempt that was recorded, by the names of the rules. */
export interface Transition {
  event: string;
  from: string | null;
  to: string;
}

/** A try of an effect. */
export interface EffectTried {
  lane: string;
  kind: string;
  outcome: string;
}

/** What may be counted. */
export interface Foreseen {
  errorCodes?: readonly string[];
  effects?: readonly EffectTried[];
  transitions?: readonly Transition[];
}

/** Connections of a pool and those who wait for one. */
export interface PoolState {
  acquiredConnections: number;
  idleConnections: number;
  waitingClients: number;
}

/** What only the database knows, as it is now; instants in epoch milliseconds, null where there is none. */
export interface Figures {
  at: number;
  /** Attempts that were created within a day, by status. */
  attempts: readonly { status: string; count: number }[];
  /** Effects that are not finished, every lane; at most the oldest ten thousand are looked at. */
  effects: readonly { lane: string; count: number; oldestAt: number | null }[];
  /** Attempts whose clock runs. */
  running: number;
  /** Those of them whose page has been silent for longer than pages ever are. */
  silent: number;
  /** The earliest end that has passed without having been recorded. */
  oldestEndAt: number | null;
  /** When an API could last receive signs of life. */
  heardAt: number | null;
}

/**
 * What the parts of the service tell of their work. Labels are names of the program's own (routes, statuses, events,
 * codes, back-ends), so there are only so many of them, and no ids or names of people among them.
 */
export interface Meters {
  /**
   * Shows counts of 0 of what has not happened yet. A count that is first seen as 1 has not risen as Prometheus sees it, and an alert
   * on a single fault would stay silent.
   */
  foresee(foreseen: Foreseen): void;
  countAnswer(answer: Answered): void;
  countVendorCall(backend: string, call: VendorCall): void;
  countTransition(transition: Transition): void;
  /** How long after its end the end of an exam was recorded. */
  measureEnd(lateSeconds: number): void;
  countEffect(tried: EffectTried): void;
  /** Reads how a pool is used whenever the metrics are asked for. */
  showPool(state: () => PoolState): void;
  /** Reads how many changes wait for Temporal, likewise. */
  showChangeQueue(waiting: () => number): void;
  /** Whether the secrets that were read last could be used. */
  noteSecrets(areUsable: boolean): void;
  /** Shows what the database knows until the returned function is called: for the one process that tells it for all. */
  showFigures(read: () => Promise<Figures>): () => void;
}
