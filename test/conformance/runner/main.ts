// Plays the scenarios against a server and compares its answers with recorded ones, or records them (README.md).
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkScenario, differencesFrom, type Expected, type ScenarioReport } from './check.ts';
import { Deviations } from './deviations.ts';
import { readOptions, type RunnerOptions } from './options.ts';
import { printReport } from './print.ts';
import { runScenario } from './run-scenario.ts';
import { asText, type RecordedScenario, type Scenario, type StepResult } from './scenario.ts';
import { VendorStandIn } from './vendor-stand-in.ts';

const readJson = (file: string): unknown => JSON.parse(readFileSync(file, 'utf8'));
const nameOf = (file: string) => file.replace(/\.json$/, '');

/** Plays one scenario; the reason when it could not begin. */
async function play(
  scenario: Scenario,
  file: string,
  vendors: VendorStandIn,
  options: RunnerOptions,
  expected: Expected | null,
): Promise<StepResult[] | string> {
  try {
    return await runScenario(scenario, {
      base: options.base,
      vendors,
      withTimeStyle: options.strictTime || options.mode === 'record',
      isExpected:
        expected &&
        ((step, result) => {
          const wanted = expected[step];
          return !wanted || differencesFrom(wanted.result, result, options).length === 0;
        }),
    });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    console.log(`FAIL ${file}: ${reason}`);
    return reason;
  }
}

async function check(files: string[], vendors: VendorStandIn, options: RunnerOptions): Promise<boolean> {
  const deviations = new Deviations(options.deviationsFile);
  const reports: ScenarioReport[] = [];
  for (const file of files) {
    const scenario = readJson(join(options.scenarioFolder, file)) as Scenario;
    const recorded = readJson(join(options.answerFolder, file)) as RecordedScenario;
    const expected: Expected = recorded.steps.map(
      (step, index) =>
        step && {
          label: step.label,
          result: deviations.expected(nameOf(file), index, step.result),
          recorded: step.result,
        },
    );
    const found = await play(scenario, file, vendors, options, expected);
    const report = { scenario: file, title: scenario.title, ...checkScenario(expected, found, options) };
    reports.push(report);
    printReport(report, options.quiet);
  }
  const unused = options.only ? [] : deviations.unused(files.map(nameOf));
  for (const { scenario, step, path } of unused) {
    console.log(`FAIL deviation matches no step: ${scenario} step ${step} ${path}`);
  }
  if (options.reportFile) writeFileSync(options.reportFile, JSON.stringify(reports, null, 1));
  const passed = reports.reduce((sum, report) => sum + report.passed, 0);
  const failed = reports.reduce((sum, report) => sum + report.failed, unused.length);
  const whole = reports.filter((report) => report.failed === 0).length;
  console.log(`${files.length} scenarios (${whole} fully passed): ${passed} passed, ${failed} failed`);
  return failed === 0;
}

async function record(files: string[], vendors: VendorStandIn, options: RunnerOptions): Promise<boolean> {
  mkdirSync(options.answerFolder, { recursive: true });
  let errors = 0;
  for (const file of files) {
    const scenario = readJson(join(options.scenarioFolder, file)) as Scenario;
    const steps = await play(scenario, file, vendors, options, null);
    if (typeof steps === 'string') {
      errors += 1;
      continue;
    }
    const broken = steps.filter((step) => step?.result['runner_error'] !== undefined);
    errors += broken.length;
    for (const step of broken) console.log(`  ${file}: ${step?.label}: ${asText(step?.result['runner_error'])}`);
    const recorded: RecordedScenario = { scenario: file, title: scenario.title, steps };
    writeFileSync(join(options.answerFolder, file), `${JSON.stringify(recorded, null, 1)}\n`);
    console.log(`recorded ${file}: ${steps.filter(Boolean).length} checked steps`);
  }
  console.log(`${files.length} scenarios recorded, ${errors} errors`);
  return errors === 0;
}

const options = readOptions(process.argv.slice(2));
const files = readdirSync(options.scenarioFolder)
  .filter((file) => file.endsWith('.json') && file.includes(options.only))
  .sort();
const vendors = new VendorStandIn();
await vendors.listen(options.providerPort);
const succeeded = await (options.mode === 'record' ? record : check)(files, vendors, options);
vendors.close();
process.exit(succeeded ? 0 : 1);
