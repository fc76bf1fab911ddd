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

/** Plays the scenarios of a folder; answers what became of them. */
async function runConformance(set: string): Promise<ScenarioReport[]> {
  const folder = await mkdtemp(join(tmpdir(), 'durable-proctoring-report-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const file = join(folder, 'report.json');
  // A run with differences fails the command, but its report tells more than its status.
  const folders = ['--scenarios', join(set, 'scenarios'), '--golden', join(set, 'golden')];
  const command = ['test/conformance/run.ts', '-q', '--json', file, ...folders];
  const run = runCommand(process.execPath, command, { cwd: ROOT });
  const output = await run.catch(String);
  if (!existsSync(file)) throw new Error(`The run made no report:\n${output}`);
  return JSON.parse(await readFile(file, 'utf8')) as ScenarioReport[];
}

describe('the recorded scenarios of the original', () => {
  it('pass completely, all 52, but for the steps that differ on purpose', { timeout: 600_000 }, async () => {
    const report = await runConformance('test/conformance');
    expect(report.filter(({ failed }) => failed > 0)).toEqual([]);
    expect(report.length).toBe(52);
    expect(report.reduce((sum, { passed }) => sum + passed, 0)).toBe(818);
  });

  it('pass in the dialect of edx-exams too, all 17', { timeout: 600_000 }, async () => {
    const report = await runConformance('test/conformance/exams');
    expect(report.filter(({ failed }) => failed > 0)).toEqual([]);
    expect(report.length).toBe(17);
    expect(report.reduce((sum, { passed }) => sum + passed, 0)).toBe(487);
  });
});
