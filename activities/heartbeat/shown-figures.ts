import type { DatabasePool } from 'slonik';
import { readFigures } from '../../db/figures.ts';
import { EFFECTS, LANES, type EffectKind, type Lane } from '../../rules/attempt/effects.ts';
import type { Figures, Meters } from '../../telemetry/meters.ts';

interface FiguresDeps {
  pool: DatabasePool;
  /** Epoch milliseconds. */
  clock: () => number;
}

type PendingKind = Awaited<ReturnType<typeof readFigures>>['pending'][number];

const laneOf = (kind: string): Lane | null => (kind in EFFECTS ? EFFECTS[kind as EffectKind].lane : null);

function byLane(pending: readonly PendingKind[]): Figures['effects'] {
  return LANES.map((lane) => {
    const kinds = pending.filter(({ kind }) => laneOf(kind) === lane);
    return {
      lane,
      count: kinds.reduce((sum, { count }) => sum + count, 0),
      oldestAt: kinds.length === 0 ? null : Math.min(...kinds.map(({ oldestAt }) => oldestAt)),
    };
  });
}

/**
 * Has this process show what only the database knows for as long as the heartbeat watch runs in it: there is one watch for
 * all workers, so the database is asked once and nothing is counted twice.
 */
export function showFiguresDuring(
  watch: () => Promise<void>,
  meters: Meters,
  { pool, clock }: FiguresDeps,
): () => Promise<void> {
  async function read(): Promise<Figures> {
    const at = clock();
    const { pending, ...figures } = await readFigures(pool, at);
    return { ...figures, at, effects: byLane(pending) };
  }

  return async () => {
    const hide = meters.showFigures(read);
    try {
      await watch();
    } finally {
      hide();
    }
  };
}
