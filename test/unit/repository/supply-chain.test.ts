import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { isAccepted, listPackages } from '../../../dev/licences.ts';

const FOLDER = new URL('../../../.github/workflows/', import.meta.url);
const workflowSchema = z.object({
  permissions: z.record(z.string(), z.string()),
  jobs: z.record(
    z.string(),
    z.object({
      permissions: z.never().optional(),
      steps: z.array(z.object({ uses: z.string().optional(), run: z.string().optional() })),
    }),
  ),
});
const files = readdirSync(FOLDER).map((name) => ({ name, text: readFileSync(new URL(name, FOLDER), 'utf8') }));

describe('the licences of the packages in a release', () => {
  it('are ones that we accept', () => {
    const packages = listPackages();
    expect(packages.map(({ name }) => name)).toEqual(expect.arrayContaining(['fastify', 'pg', '@temporalio/worker']));
    expect(packages.filter((each) => !isAccepted(each))).toEqual([]);
  });

  it.each([
    ['MIT', true],
    ['(AGPL-3.0-only OR MIT)', true],
    ['AGPL-3.0-only', false],
    ['MIT AND AGPL-3.0-only', false],
    ['Apache-2.0 AND MIT', true],
    ['SEE LICENSE IN LICENSE.md', false],
    [null, false],
  ])('%s: %s', (licence, accepted) => {
    expect(isAccepted({ name: 'some', version: '1.0.0', licence })).toBe(accepted);
  });
});

describe.each(files)('the public CI definition $name', ({ text }) => {
  const { permissions, jobs } = workflowSchema.parse(parse(text));
  const steps = Object.values(jobs).flatMap((job) => job.steps);

  it('pins every action to a commit, and says which release that is', () => {
    const used = steps.flatMap(({ uses }) => uses ?? []);
    expect(used.length).toBeGreaterThan(0);
    expect(used.filter((uses) => !/^[\w-]+\/[\w-]+@[0-9a-f]{40}$/.test(uses))).toEqual([]);
    const named = text.match(/uses: \S+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/gm);
    expect(named).toHaveLength(used.length);
  });

  it('may only read the repository', () => {
    expect(permissions).toEqual({ contents: 'read' });
  });

  it('runs what a contributor runs', () => {
    const commands = steps.flatMap(({ run }) => run ?? []);
    expect(commands).toEqual(expect.arrayContaining(['bash .ci/run', 'npm run audit', 'npm run licences']));
  });
});
