const names = new Intl.Collator(undefined, { sensitivity: 'base', numeric: true });

/**
 * The places of names in the order of the alphabet, whatever their accents and numbers. To compare two places costs
 * almost nothing, to compare two names does; so names are put in order once, not at each sorting of a list.
 */
export class NameOrder {
  #sorted: string[] = [];
  #added: string[] = [];
  #places = new Map<string, number>();

  add(name: string): void {
    if (this.#places.has(name)) return;
    this.#places.set(name, -1);
    this.#added.push(name);
  }

  /** Names that the alphabet does not tell apart have the same place. */
  placeOf(name: string): number {
    if (!this.#places.has(name)) this.add(name);
    if (this.#added.length > 0) this.#sort();
    return this.#places.get(name) ?? 0;
  }

  #sort(): void {
    const sorted = [...this.#sorted, ...this.#added].toSorted(names.compare);
    let place = 0;
    for (const [index, name] of sorted.entries()) {
      const before = sorted[index - 1];
      if (before !== undefined && names.compare(before, name) !== 0) place += 1;
      this.#places.set(name, place);
    }
    this.#sorted = sorted;
    this.#added = [];
  }
}
