/** Numbers things in the order of their first appearance, each kind apart. */
export class Numbering {
  private readonly kinds = new Map<string, Map<string, number>>();

  of(kind: string, key: string): number {
    const known = this.kinds.get(kind) ?? new Map<string, number>();
    this.kinds.set(kind, known);
    const number = known.get(key) ?? known.size + 1;
    known.set(key, number);
    return number;
  }
}
