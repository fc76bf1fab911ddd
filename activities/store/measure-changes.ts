import type { RecordedChange } from '../../workflows/exam-attempt/activities.ts';
import type { Meters } from '../../telemetry/meters.ts';
import { statusAfter } from './transition-row.ts';

interface MeasureDeps {
  meters?: Meters | undefined;
  /** Epoch milliseconds. */
  clock: () => number;
}

/** Counts changes that have just been recorded, and how late the end of an exam is recorded. */
export function measureChanges({ meters, clock }: MeasureDeps, changes: readonly RecordedChange[]): void {
  if (!meters) return;
  for (const change of changes) {
    const { event, fromStatus, state } = change;
    meters.countTransition({ event, from: fromStatus, to: statusAfter(change) });
    if (event === 'expire' && state.completedAt !== null) {
      meters.measureEnd(Math.max(0, clock() - state.completedAt) / 1000);
    }
  }
}
