/** For so long a board says that an end was moved. */
const TOLD_MS = 10 * 60_000;

/** The part of a row that tells when its clock ends; epoch milliseconds. */
interface Ending {
  id: number;
  ends: number | null;
}

/** Which ends of clocks were moved lately, as far as the page saw it. */
export class MovedEnds {
  readonly #moved = new Map<number, { from: number; at: number }>();

  /** A row follows another one. */
  follow(before: Ending, { id, ends }: Ending, now: number): void {
    if (before.ends === null || ends === null || before.ends === ends) return;
    this.#moved.set(id, { from: before.ends - this.movedBy(before, now), at: now });
  }

  /** By how many milliseconds the end was moved in the last minutes, from where it was at first; 0 if it was not. */
  movedBy({ id, ends }: Ending, now: number): number {
    const moved = this.#moved.get(id);
    return ends === null || !moved || now - moved.at > TOLD_MS ? 0 : ends - moved.from;
  }
}
