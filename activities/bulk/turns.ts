import { setTimeout as pause } from 'node:timers/promises';
import type { BulkTarget } from '../../db/bulk-targets.ts';
import { TARGETS_PER_SECOND } from '../../rules/bulk/targets.ts';

/** So few that those who wait for an answer of their own hardly notice. */
export const ATTEMPTS_AT_A_TIME = 4;

/** Between two activities nothing is done for a moment, so there are not many of them. */
const MOST_TURNS = 10 * TARGETS_PER_SECOND;

/**
 * The attempts of a bulk act in the order of their turns, each once. They are read in pieces, so that an act which is undone
 * meanwhile is noticed; after a piece of which none could be told, what they need is away, and there are no more.
 */
export async function* takeInTurn(
  list: (limit: number) => Promise<readonly BulkTarget[]>,
  countTold: () => number,
): AsyncGenerator<BulkTarget, void, undefined> {
  const taken = new Set<number>();
  while (taken.size < MOST_TURNS) {
    const told = countTold();
    // Those whose turn goes on are still listed.
    const listed = await list(TARGETS_PER_SECOND + ATTEMPTS_AT_A_TIME);
    const next = listed.filter(({ position }) => !taken.has(position)).slice(0, TARGETS_PER_SECOND);
    for (const target of next) {
      taken.add(target.position);
      yield target;
    }
    if (next.length === 0 || countTold() === told) return;
  }
}

const PACE_MS = 1000 / TARGETS_PER_SECOND;
/** How far turns that were late are caught up with. */
const SLACK_MS = 500;

/** Waits until the next turn may begin, so that there are no more of them in a second than there should be. */
export function createPace(): () => Promise<void> {
  let turn = performance.now() - PACE_MS;
  return async () => {
    turn = Math.max(turn + PACE_MS, performance.now() - SLACK_MS);
    await pause(Math.max(0, turn - performance.now()));
  };
}
