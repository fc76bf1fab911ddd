import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { checkScenario } from '../../conformance/runner/check.ts';
import { Deviations, type Deviation } from '../../conformance/runner/deviations.ts';
import { readOptions } from '../../conformance/runner/options.ts';
import type { Result } from '../../conformance/runner/scenario.ts';

const options = readOptions(['--check', 'http://127.0.0.1:9000/']);

function check(recorded: Result, found: Result | string) {
  const expected = [{ label: 'a step', result: recorded, recorded }];
  return checkScenario(expected, typeof found === 'string' ? found : [{ label: 'a step', result: found }], options);
}

function deviationsOf(list: Deviation[]): Deviations {
  const folder = mkdtempSync(join(tmpdir(), 'durable-proctoring-deviations-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'deviations.json');
  writeFileSync(file, JSON.stringify(list));
  return new Deviations(file);
}

describe('the check of a scenario', () => {
  it('fails a step that differs, one that did not run, and a scenario that did not begin', () => {
    expect(check({ status: 200 }, { status: 200 })).toMatchObject({ passed: 1, failed: 0 });
    expect(check({ status: 200 }, { status: 201 })).toMatchObject({ passed: 0, failed: 1 });
    const [first] = check({ status: 200 }, 'hook reset answered 500').diffs;
    expect(first?.diff).toEqual([{ path: '$', expected: 'scenario', found: 'did not run: hook reset answered 500' }]);
    const unrun = checkScenario([{ label: 'x', result: { status: 200 }, recorded: { status: 200 } }], [], options);
    expect(unrun).toMatchObject({ passed: 0, failed: 1 });
  });

  it('takes any clear refusal where the original crashed, but no crash', () => {
    const crash = { status: 500, text: '<html>' };
    expect(check(crash, { status: 404, body: { detail: '<text>' } })).toMatchObject({ failed: 0 });
    expect(check(crash, { status: 500, body: { detail: '<text>' } })).toMatchObject({ failed: 1 });
    expect(check(crash, { status: 404, text: '<html>' })).toMatchObject({ failed: 1 });
  });
});

describe('deviations', () => {
  const why = 'differences §3.1';
  const recorded = { status: 200, body: { status: 'error', extra: 1 } };

  it('change, remove or replace what is expected of their step only', () => {
    const deviations = deviationsOf([
      { scenario: 's', step: 1, path: '$.body.status', ours: 'ready_to_resume', why },
      { scenario: 's', step: 1, path: '$.body.extra', ours: '(absent)', why },
      { scenario: 's', step: 2, path: '$', ours: { status: 403 }, why },
    ]);
    expect(deviations.expected('s', 0, recorded)).toEqual(recorded);
    expect(deviations.expected('s', 1, recorded)).toEqual({ status: 200, body: { status: 'ready_to_resume' } });
    expect(deviations.expected('s', 2, recorded)).toEqual({ status: 403 });
    expect(deviations.unused(['s'])).toEqual([]);
  });

  it('are reported when no step matches them, and refused without a reason', () => {
    const stale = { scenario: 's', step: 9, path: '$', ours: null, why };
    expect(deviationsOf([stale]).unused(['s'])).toEqual([stale]);
    expect(() => deviationsOf([{ ...stale, step: 0, why: '' }]).expected('s', 0, recorded)).toThrow('without a reason');
  });
});
