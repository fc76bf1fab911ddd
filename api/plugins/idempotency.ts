import { createHash } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import fp from 'fastify-plugin';
import type { DatabasePool } from 'slonik';
import {
  claimKey,
  claimKeysAgain,
  saveAnswer,
  releaseKey,
  type IdempotentRequest,
  type StoredAnswer,
} from '../../db/idempotent-answers.ts';
import { ApiError, ERROR_CODE } from '../errors/api-error.ts';
import { addErrors } from '../errors/route-errors.ts';
import { isOpen } from '../permissions/scopes.ts';
import { isWrite } from './writes.ts';

export const LONGEST_KEY = 255;
/** In characters; requests with longer answers (lists of many pairs) can be repeated without harm. */
const LARGEST_ANSWER = 64 * 1024;
const HOLDING_MS = 2_000;
/** No request takes longer; what is not answered by then has lost its key. */
const LONGEST_REQUEST_MS = 60_000;

const digest = (parts: unknown[]) => createHash('sha256').update(JSON.stringify(parts)).digest('hex');

function requestOf(request: FastifyRequest): IdempotentRequest | null {
  const key = request.headers['idempotency-key'];
  if (typeof key !== 'string' || key === '' || request.signedIn === null || !isWrite(request.method)) return null;
  if (key.length > LONGEST_KEY) throw new ApiError('validation_failed', { detail: 'The Idempotency-Key is too long.' });
  const fingerprint = digest([request.method, request.url, request.body]);
  return { caller: String(request.signedIn.userId), key, fingerprint };
}

const textOf = (header: unknown) => (typeof header === 'string' ? header : null);

async function replay(reply: FastifyReply, answer: StoredAnswer, { fingerprint }: IdempotentRequest): Promise<void> {
  if (answer.fingerprint !== fingerprint) throw new ApiError('idempotency_key_reused');
  if (answer.status === null) throw new ApiError('request_in_progress');
  void reply.code(answer.status).header('Idempotent-Replay', 'true');
  if (answer.contentType !== null) void reply.type(answer.contentType);
  if (answer.errorCode !== null) void reply.header(ERROR_CODE, answer.errorCode);
  await reply.serializer(String).send(answer.body ?? undefined);
}

/** Makes one request of a change and its repeats: it takes effect once, and a refused one is tried again. */
export function wishOf({ messageId }: FastifyRequest): { wishId?: string } {
  return messageId === null ? {} : { wishId: messageId };
}

/**
 * Answers that say nothing about the request itself: it may succeed if it is sent again, by somebody who may not (403) once
 * they may. Nothing is kept of those either way.
 */
function isPassing(status: number): boolean {
  return status >= 500 || status === 403 || status === 408 || status === 409 || status === 425 || status === 429;
}

/** Holds the keys of the requests that are under way and take long, so that they are lost only with this process. */
function createHolder(pool: DatabasePool, onFailure: (error: unknown) => void) {
  const underWay = new Map<IdempotentRequest, number>();
  const holding = setInterval(() => {
    const now = performance.now();
    for (const [request, since] of underWay) if (now - since > LONGEST_REQUEST_MS) underWay.delete(request);
    const long = [...underWay].filter(([, since]) => now - since >= HOLDING_MS).map(([request]) => request);
    if (long.length > 0) claimKeysAgain(pool, long).catch(onFailure);
  }, HOLDING_MS);
  holding.unref();
  return {
    begin: (request: IdempotentRequest) => void underWay.set(request, performance.now()),
    end: (request: IdempotentRequest) => void underWay.delete(request),
    close: () => clearInterval(holding),
  };
}

/**
 * Honours `Idempotency-Key` on writes: the first request with a key is carried out, repeats get its answer. A request
 * that could not be carried out releases its key, so that a repeat is a new try. If it took effect although its answer
 * was lost, that is found by the id of the message. Where that id unites the two (`isOneWish`), a repeat does not wait
 * for a first request that may have died with its process. An answer counts for `hours`.
 */
export const idempotency = fp(
  async (app: FastifyInstance, { pool, hours }: { pool: DatabasePool; hours: number }) => {
    const claimed = new WeakMap<FastifyRequest, IdempotentRequest>();
    const holder = createHolder(pool, (error) => app.log.warn({ err: error }, 'could not hold idempotency keys'));

    app.decorateRequest('messageId', null);
    app.addHook('onRoute', (route) => {
      if (isWrite(route.method) && !isOpen(route.config))
        addErrors(route, ['validation_failed', 'idempotency_key_reused', 'request_in_progress']);
    });
    app.addHook('preValidation', async (request, reply) => {
      const wanted = requestOf(request);
      if (wanted === null) return;
      const answer = await claimKey(pool, wanted, hours);
      const joins = answer?.status === null && request.routeOptions.config.isOneWish === true;
      if (answer !== null && !(joins && answer.fingerprint === wanted.fingerprint))
        return await replay(reply, answer, wanted);
      claimed.set(request, wanted);
      holder.begin(wanted);
      request.messageId = digest([wanted.caller, wanted.key, wanted.fingerprint]);
    });

    app.addHook('onSend', async (request, reply, payload) => {
      const mine = claimed.get(request);
      if (!mine) return;
      claimed.delete(request);
      holder.end(mine);
      const isTooLarge = typeof payload === 'string' && payload.length > LARGEST_ANSWER;
      const isAnsweredAnew = request.routeOptions.config.isAnsweredAnew === true;
      if (isPassing(reply.statusCode) || isTooLarge || isAnsweredAnew) return await releaseKey(pool, mine);
      await saveAnswer(pool, mine, {
        status: reply.statusCode,
        body: typeof payload === 'string' ? payload : null,
        contentType: textOf(reply.getHeader('content-type')),
        errorCode: textOf(reply.getHeader(ERROR_CODE)),
      });
    });
    app.addHook('onClose', async () => holder.close());
  },
  { name: 'idempotency', dependencies: ['authentication', 'bodies'] },
);
