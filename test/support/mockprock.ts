import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SignJWT } from 'jose';
import { z } from 'zod';
import { hasEnded, launch } from '../../dev/child-process.ts';
import { canRun } from '../../dev/run-command.ts';
import { answers, until } from '../../dev/until.ts';

/** Where mockprock listens; it cannot be told otherwise (vendors §8). */
export const MOCKPROCK_URL = 'http://127.0.0.1:11136';

const IS_INSTALLED = `
import importlib.util, sys
sys.exit(importlib.util.find_spec('mockprock') is None or importlib.util.find_spec('mockprock.server') is None)`;

/**
 * A Python that has the public mock vendor `mockprock`: `MOCKPROCK_PYTHON`, else `python3`; throws where it has none. Nobody
 * publishes mockprock's server as a package, so it has to be there already.
 */
export async function pythonWithMockprock(): Promise<string> {
  const python = process.env.MOCKPROCK_PYTHON || 'python3';
  if (await canRun(python, ['-c', IS_INSTALLED])) return python;
  throw new Error('Set MOCKPROCK_PYTHON to a Python in which "-m mockprock.server" runs.');
}

/** What mockprock presents to the service at `lmsUrl`. */
export interface MockprockAccount {
  clientId: string;
  clientSecret: string;
  lmsUrl: string;
}

/** Starts mockprock in a folder of its own, where its database goes; answers how to stop it. */
export async function startMockprock(
  python: string,
  { clientId, clientSecret, lmsUrl }: MockprockAccount,
): Promise<() => Promise<void>> {
  if (await answers(`${MOCKPROCK_URL}/desktop/ping`)) throw new Error(`Something listens at ${MOCKPROCK_URL} already`);
  const folder = await mkdtemp(join(tmpdir(), 'mockprock-'));
  const log = join(folder, 'mockprock.log');
  const command = `cd "${folder}" && exec "$0" "$@"`;
  const args = ['-c', command, python, '-m', 'mockprock.server', clientId, clientSecret, '-l', lmsUrl];
  const child = launch({ name: 'mockprock', command: 'sh', args, env: { PYTHONUNBUFFERED: '1' } }, log);
  const stop = async () => {
    // Its reloader runs the server as a second process: both are in one group of their own.
    if (!hasEnded(child) && child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
    await until(async () => !(await answers(`${MOCKPROCK_URL}/desktop/ping`)), 'The end of mockprock');
    await rm(folder, { recursive: true, force: true });
  };
  const isUp = async () => {
    if (hasEnded(child)) throw new Error(`mockprock does not start:\n${await readFile(log, 'utf8')}`);
    return await answers(`${MOCKPROCK_URL}/desktop/ping`);
  };
  try {
    await until(isUp, 'mockprock: start', { everyMs: 200 });
  } catch (error) {
    await stop();
    throw error;
  }
  return stop;
}

/** Status of an attempt as mockprock has it; the ids are its own. Any token opens it, whoever signed it. */
export async function mockprockStatusOf(examId: string | null, attemptId: string): Promise<string> {
  const token = await new SignJWT({}).setProtectedHeader({ alg: 'HS256' }).sign(new TextEncoder().encode('any key'));
  const answer = await fetch(`${MOCKPROCK_URL}/api/v1/exam/${examId}/attempt/${attemptId}/`, {
    headers: { authorization: `JWT ${token}` },
  });
  return z.object({ status: z.string() }).parse(await answer.json()).status;
}
