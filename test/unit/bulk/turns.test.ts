import { describe, expect, it } from 'vitest';
import { takeInTurn } from '../../../activities/bulk/turns.ts';
import { doEach } from '../../../activities/do-each.ts';
import type { BulkTarget } from '../../../db/bulk-targets.ts';
import { TARGETS_PER_SECOND } from '../../../rules/bulk/targets.ts';

/** So many attempts that are listed until they have been told. */
function anAct(size: number) {
  const open = Array.from({ length: size }, (_, position) => ({ position }) as BulkTarget);
  let told = 0;
  return {
    open,
    turns: takeInTurn(
      async (limit) => open.slice(0, limit),
      () => told,
    ),
    tell(target: BulkTarget) {
      told += 1;
      open.splice(open.indexOf(target), 1);
    },
    /** It comes after the others now. */
    tellInVain(target: BulkTarget) {
      open.push(...open.splice(open.indexOf(target), 1));
    },
  };
}

describe('the turns of a bulk act', () => {
  it('come once for each attempt and in order, also while those before are still being told', async () => {
    const act = anAct(3 * TARGETS_PER_SECOND + 7);
    const positions: number[] = [];
    await doEach(act.turns, 4, async (target) => {
      positions.push(target.position);
      await Promise.resolve();
      act.tell(target);
    });
    expect(positions).toEqual(Array.from({ length: 3 * TARGETS_PER_SECOND + 7 }, (_, position) => position));
    expect(act.open).toEqual([]);
  });

  it('end soon after nobody can be told any more', async () => {
    const act = anAct(9 * TARGETS_PER_SECOND);
    let turns = 0;
    await doEach(act.turns, 4, async (target) => {
      turns += 1;
      if (turns <= TARGETS_PER_SECOND) act.tell(target);
      else act.tellInVain(target);
    });
    expect(turns).toBeLessThanOrEqual(3 * TARGETS_PER_SECOND);
  });

  it('end after some seconds, so that an activity is not too long', async () => {
    const act = anAct(100 * TARGETS_PER_SECOND);
    let turns = 0;
    await doEach(act.turns, 4, async (target) => {
      turns += 1;
      act.tell(target);
    });
    expect(turns).toBe(10 * TARGETS_PER_SECOND);
  });

  it('end for all who take them when one of them fails', async () => {
    const act = anAct(TARGETS_PER_SECOND);
    let turns = 0;
    const failing = doEach(act.turns, 4, async () => {
      turns += 1;
      if (turns === 3) throw new Error('gone');
      await Promise.resolve();
    });
    await expect(failing).rejects.toThrow('gone');
    expect(turns).toBeLessThan(TARGETS_PER_SECOND);
  });
});
