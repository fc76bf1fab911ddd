import { randomUUID } from 'node:crypto';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { inject } from 'vitest';
import { execute } from '../../dev/postgres.ts';
import { startTimeSkipping } from '../../dev/time-skipping-server.ts';
import { TEMPLATE_DATABASE } from './stack-servers.ts';
import './stack-setup.ts';

/** A fresh database with the whole schema and no rows; answers its connection address. It goes with the run. */
export async function testDatabase(): Promise<string> {
  const { postgresUrl } = inject('sharedServers');
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await execute(postgresUrl, `create database ${name} template ${TEMPLATE_DATABASE}`);
  const url = new URL(postgresUrl);
  url.pathname = `/${name}`;
  return url.href;
}

/** Address of the Temporal dev server of this run; all test files share its namespace `default`. */
export function devServerAddress(): string {
  return inject('sharedServers').temporalAddress;
}

/** A time-skipping Temporal of the caller's own, since its clock is one for all its workflows. The caller tears it down. */
export function timeSkippingEnvironment(): Promise<TestWorkflowEnvironment> {
  return startTimeSkipping(inject('sharedServers').timeSkippingPath);
}
