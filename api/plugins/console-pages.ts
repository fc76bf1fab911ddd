import { readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import fp from 'fastify-plugin';
import { ApiError } from '../errors/api-error.ts';
import { OWN_PREFIX } from '../wire/addresses.ts';

/** Where `console/build.ts` puts the console. */
const BUILT = join(import.meta.dirname, '../../console/dist');
const PAGE = 'index.html';
/** Their names change with what is in them. */
const NAMED_BY_CONTENT = 'assets/';

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** Everything comes from here, and nobody may put a page into a frame of theirs. */
const POLICY = "default-src 'self'; frame-ancestors 'self'; base-uri 'none'; form-action 'self'; object-src 'none'";

interface BuiltFile {
  type: string;
  plain: Buffer;
  gzipped: Buffer;
}

/** The built files by their paths; none where the console was not built. */
function readBuilt(): Map<string, BuiltFile> {
  const files = new Map<string, BuiltFile>();
  let names: string[];
  try {
    names = readdirSync(BUILT, { recursive: true, encoding: 'utf8' });
  } catch {
    return files;
  }
  for (const name of names) {
    const type = TYPES[extname(name)];
    if (type === undefined) continue;
    const plain = readFileSync(join(BUILT, name));
    files.set(name.replaceAll('\\', '/'), { type, plain, gzipped: gzipSync(plain) });
  }
  return files;
}

const BOARD = /^courses\/([^/]+)\/exams\/(\d+)(?:\/attempts\/\d+)?\/?$/;

/** What the page at an address reads first, so that browsers ask for it while they make the page ready. */
function preloadsOf(asked: string): string {
  const [, course, exam] = BOARD.exec(asked) ?? [];
  const board = course === undefined ? [] : [`courses/${encodeURIComponent(course)}/exams/${exam}/board`];
  return ['me', ...board].map((path) => `<${OWN_PREFIX}/${path}>; rel=preload; as=fetch; crossorigin`).join(', ');
}

function send(request: FastifyRequest, reply: FastifyReply, name: string, file: BuiltFile): FastifyReply {
  const isGzipped = /\bgzip\b/.test(request.headers['accept-encoding'] ?? '');
  void reply
    .type(file.type)
    .header('content-security-policy', POLICY)
    .header('referrer-policy', 'same-origin')
    .header('vary', 'accept-encoding')
    .header('cache-control', name.startsWith(NAMED_BY_CONTENT) ? 'public, max-age=31536000, immutable' : 'no-cache');
  if (isGzipped) void reply.header('content-encoding', 'gzip');
  return reply.send(isGzipped ? file.gzipped : file.plain);
}

/** Serves the staff console below /console; its own addresses are all the same page, which reads them. */
export const consolePages = fp(
  async (app: FastifyInstance) => {
    const files = readBuilt();
    const open = { config: { scope: 'anyone' }, schema: { hide: true } } as const;
    app.get('/', open, async (_request, reply) => reply.redirect('/console/'));
    app.get('/console', open, async (_request, reply) => reply.redirect('/console/'));
    app.get<{ Params: { '*': string } }>('/console/*', open, async (request, reply) => {
      const asked = request.params['*'];
      const name = files.has(asked) || asked.startsWith(NAMED_BY_CONTENT) ? asked : PAGE;
      const file = files.get(name);
      if (!file) throw new ApiError('not_found');
      if (name === PAGE) void reply.header('link', preloadsOf(asked));
      return send(request, reply, name, file);
    });
  },
  { name: 'console-pages', dependencies: ['permissions'] },
);
