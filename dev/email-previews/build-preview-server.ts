import { EventEmitter, on } from 'node:events';
import { Readable } from 'node:stream';
import Fastify from 'fastify';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { previewPage } from './page.ts';
import { renderPreviews } from './preview.ts';

const params = z.object({ index: z.coerce.number().int().min(0) });

export interface PreviewServer {
  /** Unstarted. `/` is the index, `/mails/:index` one HTML part, `/changes` tells open pages to load again. */
  app: FastifyInstance;
  /** Renders everything again from the files. */
  rebuild: () => Promise<void>;
}

/** Serves every email as it looks now. */
export async function buildPreviewServer(): Promise<PreviewServer> {
  const app = Fastify({ forceCloseConnections: true });
  const changes = new EventEmitter().setMaxListeners(0);
  let shown = await renderPreviews();
  let building = Promise.resolve();

  async function renderAgain(): Promise<void> {
    shown = await renderPreviews();
    changes.emit('change', 'changed');
  }

  app.get('/', async (_request, reply) => reply.type('text/html; charset=utf-8').send(previewPage(shown)));
  app.get('/mails/:index', async (request, reply) => {
    const preview = 'previews' in shown ? shown.previews[params.parse(request.params).index] : undefined;
    if (!preview) return reply.callNotFound();
    return reply.type('text/html; charset=utf-8').send(preview.html);
  });
  app.get('/changes', async (request, reply) => {
    const gone = new AbortController();
    request.raw.once('close', () => gone.abort());
    return reply.type('text/event-stream').send(Readable.from(serverSentEvents(changes, gone.signal)));
  });
  return {
    app,
    rebuild() {
      // One after the other: the last to finish must be the one that saw the last change.
      building = building.then(renderAgain);
      return building;
    },
  };
}

async function* serverSentEvents(changes: EventEmitter, signal: AbortSignal): AsyncGenerator<string> {
  yield ': waiting\n\n';
  try {
    for await (const [word] of on(changes, 'change', { signal })) yield `data: ${String(word)}\n\n`;
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}
