import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { runCommand } from '../../dev/run-command.ts';

const ROOT = resolve(import.meta.dirname, '../..');

interface ScenarioReport {
  scenario: string;
  passed: number;
  failed: number;
  /** Each step that differs, with path, expected and found value. */
  diffs: unknown[];
}

async function runConformance(): Promise<ScenarioReport[]> {
  const folder = await mkdtemp(join(tmpdir(), 'durable-proctoring-report-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const file = join(folder, 'report.json');
  // A run with differences fails the command, but its report tells more than its status.
  const run = runCommand(process.execPath, ['test/conformance/run.ts', '-q', '--json', file], { cwd: ROOT });
  const output = await run.catch(String);
  if (!existsSync(file)) throw new Error(`The run made no report:\n${output}`);
  return JSON.parse(await readFile(file, 'utf8')) as ScenarioReport[];
}

describe('the recorded scenarios of the original', () => {
  it('pass completely, all 52, but for the steps that differ on purpose', { timeout: 600_000 }, async () => {
    const report = await runConformance();
    expect(report.filter(({ failed }) => failed > 0)).toEqual([]);
    expect(report.length).toBe(52);
    expect(report.reduce((sum, { passed }) => sum + passed, 0)).toBe(818);
  });
});
