/** One way of causing the same; times in milliseconds. */
export interface Way {
  changes: number;
  medianLatency: number;
  /** Processor time of this process per change: caller, API and worker together. */
  cpu: number;
}

/** Changes of one kind in a row; fewer would be lost in the coarse steps of the processor's clock. */
const BLOCK = 5;

function median(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** Takes the time of changes that are made one after the other. */
export class Meter {
  readonly #latencies: number[] = [];
  readonly #cpu: number[] = [];

  /** Measures a block of changes; what is done between two of them is not counted. */
  async block(change: () => Promise<unknown>, between: () => Promise<unknown>): Promise<void> {
    let cpu = 0;
    for (let turn = 0; turn < BLOCK; turn += 1) {
      const [began, used] = [performance.now(), process.cpuUsage()];
      await change();
      this.#latencies.push(performance.now() - began);
      const { user, system } = process.cpuUsage(used);
      cpu += (user + system) / 1000;
      await between();
    }
    this.#cpu.push(cpu / BLOCK);
  }

  get way(): Way {
    return { changes: this.#latencies.length, medianLatency: median(this.#latencies), cpu: median(this.#cpu) };
  }
}

/** One way of causing a change, and what makes the next one possible. */
export interface Contender {
  change: () => Promise<unknown>;
  between: () => Promise<unknown>;
}

/** Measures the ways in blocks that take turns; the first rounds warm up and are not counted. */
export async function takeTurns<Name extends string>(
  contenders: Record<Name, Contender>,
  { warmUpRounds, rounds }: { warmUpRounds: number; rounds: number },
): Promise<Record<Name, Way>> {
  const names = Object.keys(contenders) as Name[];
  const meters = new Map(names.map((name) => [name, new Meter()]));
  for (let round = 0; round < warmUpRounds + rounds; round += 1) {
    for (const name of round % 2 === 0 ? names : names.toReversed()) {
      const { change, between } = contenders[name];
      const meter = round < warmUpRounds ? new Meter() : meters.get(name);
      await meter?.block(change, between);
    }
  }
  return Object.fromEntries([...meters].map(([name, { way }]) => [name, way])) as Record<Name, Way>;
}
