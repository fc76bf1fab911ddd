/** What is left of a bulk act after some of it was done. */
export interface BulkReport {
  left: number;
  /** Nothing could be told to any attempt: something that they need is away. */
  isHeldUp: boolean;
}

/** What a bulk act does. Each is idempotent: which attempts are left stands in Postgres. */
export interface BulkActivities {
  /** Takes the next attempts of the act, a few at a time, and writes down what became of each. */
  carryOutSome(bulkId: string): Promise<BulkReport>;
  /** Adds attempts that began while an act on their sitting was begun; tells whether it is one on a sitting. */
  addLateStarters(bulkId: string): Promise<{ isSitting: boolean }>;
  /** Notes that nothing is left to do. */
  finishBulk(bulkId: string): Promise<void>;
}
