import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parse } from 'yaml';

const FOLDER = join(import.meta.dirname, '../../../deploy/temporal');

let bin: string;
beforeEach(() => (bin = mkdtempSync(join(tmpdir(), 'temporal-deployment-'))));
afterEach(() => rmSync(bin, { recursive: true }));

/** Puts a program in the way that writes down how it is called, and fails where its arguments match the pattern. */
function standIn(name: string, failsAt: string): void {
  const lines = ['#!/bin/sh', `echo "$@" >> "${join(bin, 'calls')}"`, `case "$*" in ${failsAt}) exit 1 ;; esac`];
  writeFileSync(join(bin, name), `${lines.join('\n')}\n`, { mode: 0o755 });
}

/** Runs a script as the image does; its exit code, and the calls of the stand-in. */
function run(script: string, env: Record<string, string> = {}) {
  const PATH = `${bin}:${process.env.PATH}`;
  const { status } = spawnSync('/bin/sh', [join(FOLDER, script)], { env: { PATH, ...env } });
  return { status, calls: readFileSync(join(bin, 'calls'), 'utf8').trim().split('\n') };
}

describe('the schemas of Temporal', () => {
  const tool = (database: string, rest: string) => `--plugin postgres12 --database ${database} ${rest}`;
  const update = (database: string, schema: string) =>
    tool(database, `update-schema --schema-name postgresql/v12/${schema}`);
  const setUp = (database: string) => tool(database, 'setup-schema --version 0.0');

  it.each([
    { name: 'made', failsAt: 'nothing' },
    { name: 'brought up to date where they are there already', failsAt: '*setup-schema*' },
  ])('are $name', ({ failsAt }) => {
    standIn('temporal-sql-tool', failsAt);
    expect(run('schema.sh')).toEqual({
      status: 0,
      calls: [
        setUp('temporal'),
        update('temporal', 'temporal'),
        setUp('temporal_visibility'),
        update('temporal_visibility', 'visibility'),
      ],
    });
  });

  it('fail the job when one of them cannot be brought up to date', () => {
    standIn('temporal-sql-tool', '*update-schema*');
    expect(run('schema.sh').status).not.toBe(0);
  });
});

describe('the namespace', () => {
  const env = { TEMPORAL_NAMESPACE: 'proctoring', RETENTION: '30d' };
  const describeIt = 'operator namespace describe --namespace proctoring';
  const create = 'operator namespace create --retention 30d --namespace proctoring';

  it.each([
    { name: 'made where there is none', failsAt: '*describe*', calls: [describeIt, create] },
    { name: 'left as it is', failsAt: 'nothing', calls: [describeIt] },
  ])('is $name', ({ failsAt, calls }) => {
    standIn('temporal', failsAt);
    expect(run('namespace.sh', env)).toEqual({ status: 0, calls });
  });

  it('fails the job when it can be neither found nor made', () => {
    standIn('temporal', '*');
    expect(run('namespace.sh', env).status).not.toBe(0);
  });
});

it("the server's settings are a template that becomes YAML", () => {
  const values: Record<string, string> = {
    'env "TEMPORAL_HISTORY_SHARDS" | default "64"': '64',
    'env "POSTGRES_ADDRESS" | quote': '"postgres:5432"',
    'env "TEMPORAL_PASSWORD" | quote': '"a password"',
  };
  const template = readFileSync(join(FOLDER, 'server.yaml'), 'utf8');
  const filled = template.replaceAll(/\{\{ (.*?) \}\}/g, (_, action: string) => values[action] ?? '');
  const connection = { connectAddr: 'postgres:5432', user: 'temporal', password: 'a password' };
  expect(parse(filled, { merge: true })).toMatchObject({
    persistence: {
      numHistoryShards: 64,
      datastores: {
        default: { sql: { ...connection, databaseName: 'temporal' } },
        visibility: { sql: { ...connection, databaseName: 'temporal_visibility' } },
      },
    },
  });
});
