import { condition } from '@temporalio/workflow';
import type { PlannedEffect } from '../../rules/attempt/effects.ts';

/** The effects of a change that can be undone: they wait until it no longer can. */
export class HeldEffects {
  private held: readonly PlannedEffect[] = [];
  private readonly begin: (effects: readonly PlannedEffect[]) => void;

  /** `begin` is given what no longer has to wait. */
  constructor(begin: (effects: readonly PlannedEffect[]) => void) {
    this.begin = begin;
  }

  /** What waits, in order. */
  get waiting(): readonly PlannedEffect[] {
    return this.held;
  }

  /** Holds effects until that instant (epoch milliseconds), over a crash too: the timer is durable. */
  hold(effects: readonly PlannedEffect[], until: number): void {
    if (effects.length === 0) return;
    this.held = effects;
    void this.releaseAt(effects, until);
  }

  /** The change can no longer be undone. */
  release(): void {
    const effects = this.held;
    this.held = [];
    this.begin(effects);
  }

  /** The change was undone. */
  drop(): void {
    this.held = [];
  }

  private async releaseAt(effects: readonly PlannedEffect[], until: number): Promise<void> {
    const isSettled = () => this.held !== effects;
    const wait = Math.max(1, until - Date.now());
    if (!(await condition(isSettled, wait, { summary: 'can be undone' }))) this.release();
  }
}
