import type { ChildProcess } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { hasEnded, launch, terminate, type Program } from './child-process.ts';
import type { Report } from './report.ts';
import { until } from './until.ts';

/** A program that is kept running, and how to tell that it is up. */
export type Service = Program & { ready: () => Promise<boolean>; life?: LifeCheck };

/** How to tell that a program which runs does its work: one that does not, so many times in a row, is started again. */
export type LifeCheck = { answers: () => Promise<boolean>; everyMs: number; times: number };

type Kept = { service: Service; child: ChildProcess; startedAt: number; failures: number; retry?: NodeJS.Timeout };

const STABLE_AFTER_MS = 10_000;
const GIVE_UP_AFTER = 3;

/**
 * Keeps services running: one that ends is started again, at once the first time, then after growing pauses. Output
 * goes to one file per service in `logFolder`.
 */
export class Supervisor {
  readonly #kept: Kept[] = [];
  readonly #logFolder: string;
  readonly #report: Report;
  readonly #onProcesses: (pids: Record<string, number>) => void;
  readonly #stopping = new AbortController();

  constructor(logFolder: string, report: Report, onProcesses: (pids: Record<string, number>) => void) {
    mkdirSync(logFolder, { recursive: true });
    this.#logFolder = logFolder;
    this.#report = report;
    this.#onProcesses = onProcesses;
  }

  /** Starts a service and waits until it is ready; throws with the end of its log if it does not come up. */
  async start(service: Service): Promise<void> {
    this.#stopping.signal.throwIfAborted();
    const since = Date.now();
    const kept: Kept = { service, child: this.#launch(service), startedAt: since, failures: 0 };
    this.#kept.push(kept);
    this.#watch(kept);
    const isUp = async () => {
      if (kept.failures >= GIVE_UP_AFTER) throw new Error(`${service.name} does not start:\n${this.#logTail(service)}`);
      return !hasEnded(kept.child) && (await service.ready());
    };
    await until(isUp, `${service.name}: start`, { timeoutMs: 120_000, signal: this.#stopping.signal });
    this.#report(`${service.name} is up (${((Date.now() - since) / 1000).toFixed(1)} s)`);
    if (service.life) void this.#check(kept, service.life);
  }

  /** Stops everything, the last started first, each when the one before has ended. */
  async stop(): Promise<void> {
    this.#stopping.abort(new Error('Stopped'));
    for (const { service, child, retry } of this.#kept.toReversed()) {
      clearTimeout(retry);
      await terminate(child, service.stopSignal);
    }
  }

  /** Ends at once what is still running, without waiting for a clean stop. */
  kill(): void {
    for (const { child } of this.#kept) child.kill('SIGKILL');
  }

  #launch(service: Service): ChildProcess {
    return launch(service, this.#logFile(service));
  }

  #logFile(service: Service): string {
    return join(this.#logFolder, `${service.name.toLowerCase().replaceAll(' ', '-')}.log`);
  }

  #logTail(service: Service): string {
    const lines = readFileSync(this.#logFile(service), 'utf8').trim().split('\n').slice(-15).join('\n');
    return `${lines}\n(${this.#logFile(service)})`;
  }

  #watch(kept: Kept): void {
    this.#onProcesses(Object.fromEntries(this.#kept.map(({ service, child }) => [service.name, child.pid ?? 0])));
    const onEnd = (why: string) => {
      if (this.#stopping.signal.aborted) return;
      kept.failures = Date.now() - kept.startedAt > STABLE_AFTER_MS ? 1 : kept.failures + 1;
      const pauseMs = kept.failures === 1 ? 0 : Math.min(250 * 2 ** kept.failures, 10_000);
      this.#report(
        `${kept.service.name} ended (${why}); it is started again${pauseMs ? ` in ${pauseMs / 1000} s` : ''}`,
      );
      kept.retry = setTimeout(() => this.#restart(kept), pauseMs);
    };
    kept.child.once('exit', (code, signal) => onEnd(signal ?? `code ${code}`));
    kept.child.once('error', (error) => onEnd(error.message));
  }

  /** Ends a program that answers nothing any more; it is then started again like any that ends. */
  async #check(kept: Kept, { answers, everyMs, times }: LifeCheck): Promise<void> {
    const { signal } = this.#stopping;
    let child = kept.child;
    for (let silent = 0; !signal.aborted; await delay(everyMs, undefined, { signal }).catch(() => undefined)) {
      const isAlive = await answers();
      silent = isAlive || child !== kept.child ? 0 : silent + 1;
      child = kept.child;
      if (silent < times || signal.aborted) continue;
      this.#report(`${kept.service.name} answers nothing`);
      silent = 0;
      kept.child.kill('SIGKILL');
    }
  }

  #restart(kept: Kept): void {
    kept.child = this.#launch(kept.service);
    kept.startedAt = Date.now();
    this.#watch(kept);
  }
}
