import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readNote, RunLock } from '../../../dev/lock.ts';

let dataDir: string;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'run-note-'));
});
afterEach(() => rm(dataDir, { recursive: true, force: true }));

const WRITER = `
  const { workerData, parentPort } = require('node:worker_threads');
  import(workerData.lock).then(({ RunLock }) => {
    const lock = RunLock.acquire(workerData.dataDir);
    parentPort.postMessage('held');
    for (let round = 0; round < 3000; round += 1) lock.noteTable('row '.repeat(round % 500));
  });`;

it('is read whole whenever it is read, while another process writes it', async () => {
  const lock = new URL('../../../dev/lock.ts', import.meta.url).href;
  const writer = new Worker(WRITER, { eval: true, workerData: { lock, dataDir } });
  const writing = { ended: false };
  writer.once('exit', () => (writing.ended = true));
  await once(writer, 'message');
  while (!writing.ended) {
    for (let each = 0; each < 50; each += 1) expect(readNote(dataDir)).toBeDefined();
    await setImmediate();
  }
  expect(readNote(dataDir)?.table).toContain('row');
});

it('is claimed once, and the second to ask is shown the first', () => {
  const first = RunLock.acquire(dataDir);
  expect(first).toBeInstanceOf(RunLock);
  expect(RunLock.acquire(dataDir)).toMatchObject({ supervisor: { pid: process.pid } });
  if (first instanceof RunLock) first.release();
  expect(readNote(dataDir)).toBeUndefined();
});
