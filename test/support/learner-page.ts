import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { chromium } from 'playwright-core';
import { z } from 'zod';

export type WorkerMessage = { type: string; timeout?: unknown; attemptExternalId?: string; options?: object };

const reply = z.object({ type: z.string(), message: z.string().optional() });

export interface LearnerPage {
  /** Origin of the page, which is not that of the API. */
  url: string;
  /** Sends messages to a new worker made of the script at `workerUrl`, and answers what it says first. */
  tell(workerUrl: string, ...messages: WorkerMessage[]): Promise<z.output<typeof reply>>;
  close(): Promise<void>;
}

/** Makes a worker as the front ends do: a blob whose only statement imports the script (vendors §9.2). */
const PAGE = `<!doctype html><title>Exam</title><script>
function tellWorker(workerUrl, messages) {
  const blob = new Blob(['importScripts("' + workerUrl + '");'], { type: 'application/javascript' });
  const worker = new Worker(URL.createObjectURL(blob));
  return new Promise((resolve, reject) => {
    worker.onmessage = ({ data: { type, error } }) => {
      worker.terminate();
      resolve({ type, message: error?.message });
    };
    worker.onerror = ({ message }) => reject(new Error(message));
    for (const message of messages) worker.postMessage(message);
  });
}
</script>`;

/** Opens a learner's page in a browser without a window; `scripts` are further files of its origin, by path. */
export async function openLearnerPage(
  executablePath: string,
  scripts: Record<string, string> = {},
): Promise<LearnerPage> {
  const server = createServer((request, response) => {
    const script = scripts[request.url ?? ''];
    response.setHeader('content-type', script === undefined ? 'text/html' : 'text/javascript').end(script ?? PAGE);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const browser = await chromium.launch({ executablePath, chromiumSandbox: false });
  const page = await browser.newPage();
  await page.goto(url);
  return {
    url,
    async tell(workerUrl, ...messages) {
      const call = `tellWorker(${JSON.stringify(workerUrl)}, ${JSON.stringify(messages)})`;
      return reply.parse(await page.evaluate(call));
    },
    async close() {
      await browser.close();
      server.closeAllConnections();
      server.close();
    },
  };
}
