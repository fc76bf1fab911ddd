import { chmodSync, writeFileSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { z } from 'zod';
import { hasEnded, launchBound, terminate } from '../../dev/child-process.ts';
import { freePort } from '../../dev/ports.ts';
import { answers, until } from '../../dev/until.ts';
import { atTheEnd } from '../peer/endings.ts';

const FOLDER = join(import.meta.dirname, '../../deploy/monitoring');

const answerSchema = z.object({
  data: z.object({
    result: z.array(
      z.object({
        metric: z.record(z.string(), z.string()),
        // What is no number, or infinite, is text that is none either.
        values: z.array(z.tuple([z.number(), z.string().transform(Number)])),
      }),
    ),
  }),
});

/** One line of an answer: its labels, and its values by epoch second. */
export interface Series {
  labels: Record<string, string>;
  values: [second: number, value: number][];
}

/** A part of a run, in epoch seconds. */
export interface Span {
  from: number;
  to: number;
  step: number;
}

/** A Prometheus with the rules of deploy/monitoring. */
export interface Prometheus {
  query(expr: string, span: Span): Promise<Series[]>;
}

/** Where a process tells its metrics, and the name under which it is shown. */
export interface Target {
  instance: string;
  address: string;
}

/** The example that is deployed, with these targets in place of the names of docker-compose.yml. */
async function settingsFor(targets: readonly Target[]): Promise<string> {
  const given = parse(await readFile(join(FOLDER, 'prometheus.yml'), 'utf8')) as {
    scrape_configs: { job_name: string }[];
  };
  const jobs = given.scrape_configs.map(({ job_name }) => ({
    job_name,
    static_configs: targets.map(({ instance, address }) => ({ targets: [address], labels: { instance } })),
  }));
  return stringify({ ...given, rule_files: [join(FOLDER, 'alerts.yml')], scrape_configs: jobs });
}

/** Starts the one that is installed; it goes with the bench. */
export async function startPrometheus(targets: readonly Target[]): Promise<Prometheus> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-monitoring-'));
  chmodSync(folder, 0o755);
  atTheEnd(() => rm(folder, { recursive: true, force: true }));
  const settings = join(folder, 'prometheus.yml');
  writeFileSync(settings, await settingsFor(targets));
  const url = `http://127.0.0.1:${await freePort()}`;
  const log = join(folder, 'prometheus.log');
  const args = [
    `--config.file=${settings}`,
    `--storage.tsdb.path=${join(folder, 'data')}`,
    `--web.listen-address=${new URL(url).host}`,
  ];
  const child = launchBound({ name: 'Prometheus', command: 'prometheus', args }, log);
  child.once('error', (error) => console.error(`Prometheus does not start; is it installed? ${error.message}`));
  atTheEnd(() => terminate(child));
  await until(async () => {
    if (hasEnded(child)) throw new Error(`Prometheus does not start:\n${await readFile(log, 'utf8')}`);
    return answers(`${url}/-/ready`);
  }, 'the start of Prometheus');
  return {
    async query(expr, { from, to, step }) {
      const asked = new URLSearchParams({ query: expr, start: String(from), end: String(to), step: String(step) });
      const response = await fetch(`${url}/api/v1/query_range`, { method: 'POST', body: asked });
      if (!response.ok) throw new Error(`${expr}: ${await response.text()}`);
      const { result } = answerSchema.parse(await response.json()).data;
      return result.map(({ metric, values }) => ({ labels: metric, values }));
    },
  };
}
