import { randomUUID } from 'node:crypto';
import { Client, Connection } from '@temporalio/client';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { google } from '@temporalio/proto';
import { inject } from 'vitest';
import { registerSearchAttributes } from '../../activities/temporal-setup.ts';
import { execute } from '../../dev/postgres.ts';
import { until } from '../../dev/until.ts';
import { startTimeSkipping } from '../../dev/time-skipping-server.ts';
import { TEMPLATE_DATABASE } from './stack-servers.ts';
import './quiet-temporal.ts';
import './stack-setup.ts';

/** A fresh database with the whole schema and no rows; answers its connection address. It goes with the run. */
export const testDatabase = () => databaseLike(TEMPLATE_DATABASE);

/** A fresh database with nothing in it, for what is not ours. */
export const emptyDatabase = () => databaseLike('template1');

async function databaseLike(template: string): Promise<string> {
  const { postgresUrl } = inject('sharedServers');
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await execute(postgresUrl, `create database ${name} template ${template}`);
  const url = new URL(postgresUrl);
  url.pathname = `/${name}`;
  return url.href;
}

/** The workflows, compiled once per run. */
export function workflowBundle(): { codePath: string } {
  return { codePath: inject('sharedServers').workflowBundle };
}

/** Address of the Temporal dev server of this run; all test files share its namespace `default`. */
export function devServerAddress(): string {
  return inject('sharedServers').temporalAddress;
}

const A_DAY = google.protobuf.Duration.fromObject({ seconds: 86_400 });

export interface OwnNamespace {
  name: string;
  /** As an operator would. */
  registerSearchAttributes(): Promise<void>;
}

/** A namespace of the caller's own on the dev server, empty. */
export async function ownNamespace(name = `test-${randomUUID()}`): Promise<OwnNamespace> {
  const connect = () => Connection.connect({ address: devServerAddress() });
  const connection = await connect();
  await connection.workflowService.registerNamespace({ namespace: name, workflowExecutionRetentionPeriod: A_DAY });
  const isThere = () =>
    connection.workflowService.describeNamespace({ namespace: name }).then(
      () => true,
      () => false,
    );
  await until(isThere, `namespace ${name}`);
  await connection.close();
  return {
    name,
    async registerSearchAttributes() {
      const asOperator = await connect();
      await registerSearchAttributes(new Client({ connection: asOperator, namespace: name }));
      await asOperator.close();
    },
  };
}

/** A time-skipping Temporal of the caller's own, since its clock is one for all its workflows. The caller tears it down. */
export function timeSkippingEnvironment(): Promise<TestWorkflowEnvironment> {
  return startTimeSkipping(inject('sharedServers').timeSkippingPath);
}
