import { expect, test } from 'vitest';
import { readConfig } from '../../../config.ts';
import { problemsOfCommand } from '../../../dev/deployment/commands.ts';
import { composeServices, schemaProblems, serviceProblems, variableProblems } from '../../../dev/deployment/compose.ts';

const services = composeServices();

test('docker-compose.yml is what the compose specification asks for', () => {
  expect(schemaProblems()).toEqual([]);
  expect(schemaProblems({ services: { api: { replicas: 2 } } })).not.toEqual([]);
});

test('every service is confined, limited and watched, and names settings, commands, files and services that exist', () => {
  expect(serviceProblems()).toEqual([]);
});

test('the checks find what is wrong', () => {
  const { api, temporal } = services;
  if (!api || !temporal) throw new Error('The file lacks the API or Temporal.');
  const wrong = {
    api: {
      ...api,
      environment: { NO_SETTING: '1' },
      command: ['node', 'api/none.ts'],
      read_only: false,
      depends_on: {},
    },
    temporal: {
      ...temporal,
      image: 'temporalio/auto-setup:latest',
      cap_drop: [],
      depends_on: { none: { condition: 'x' } },
    },
  };
  expect(serviceProblems(wrong)).toEqual([
    'api: NO_SETTING is no setting',
    'api: api/none.ts is not in the image',
    'api: may write into its image',
    'temporal: temporalio/auto-setup:latest names no release',
    'temporal: auto-setup is deprecated',
    'temporal: keeps capabilities',
    'temporal: there is no service none',
  ]);
  expect(problemsOfCommand(['node', 'manage/main.ts', 'drop-everything'])).toEqual([
    'there is no command drop-everything',
  ]);
  expect(problemsOfCommand(['node', 'dev/start.ts'])).toEqual(['dev/start.ts is not in the image']);
});

test('the file holds no secret: each is asked of the environment, and .env.example names it', () => {
  const secrets = Object.values(services)
    .flatMap(({ environment }) => Object.entries(environment))
    .filter(([name]) => /PASSWORD|PWD|SECRET|KEY|DATABASE_URL/.test(name));
  expect(secrets.length).toBeGreaterThan(0);
  expect(secrets.filter(([, value]) => !/\$\{\w+:\?[^}]+\}/.test(value))).toEqual([]);
  expect(variableProblems()).toEqual([]);
});

test('the API and the worker run twice, each its own process, with no right to change the schema', () => {
  const own = ['api', 'worker'].map((name) => {
    const { command, deploy, environment } = services[name] ?? {};
    return [
      command?.at(-1),
      deploy?.replicas,
      environment?.['DATABASE_URL']?.split(':')[1],
      environment?.['MIGRATE_AT_START'],
    ];
  });
  expect(own).toEqual([
    ['api/server.ts', 2, '//proctoring_service', 'false'],
    ['activities/worker.ts', 2, '//proctoring_service', 'false'],
  ]);
});

test('the codec server is there on request, for this machine alone, and reaches neither Postgres nor Temporal', () => {
  const codecServer = services['codec-server'];
  expect(codecServer).toMatchObject({
    profiles: ['codec'],
    ports: ['127.0.0.1:8888:8888'],
    networks: ['outside'],
    command: ['node', 'manage/codec-server/server.ts'],
  });
  const listening = readConfig({ ...codecServer?.environment }).codecServer.address;
  expect(listening).toEqual({ host: '0.0.0.0', port: 8888 });
});

test('mails are caught in a trial alone', () => {
  expect(services['mailpit']?.profiles).toEqual(['dev']);
});
