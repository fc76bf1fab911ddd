import { setTimeout as delay } from 'node:timers/promises';
import { signToken, type Person } from '../../../dev/people.ts';
import type { Try, WishRecord } from '../check/evidence.ts';
import { isPassing } from '../check/wishes-and-steps.ts';
import type { Delivery } from '../plan/types.ts';

const PATIENCE_MS = 300_000;
const TRY_MS = 30_000;
const MOST_PAUSE_MS = 1_000;
const PAUSE_MS = 250;
/** After which a connection breaks: most requests have arrived by then, and few are answered. */
const CUT_MS = 15;
const LATE_MS = 2_500;

/** A request as somebody makes it; `path` is below the API's address. */
export interface Request {
  as: Person | 'vendor';
  method: 'GET' | 'POST' | 'PUT' | 'PATCH';
  path: string;
  body?: unknown;
}

interface Answered extends Try {
  body: unknown;
  retryMs: number;
}

/** Sends requests as patient clients do whose network is bad. */
export interface Client {
  /** Sends a wish until it is accepted or refused, and answers with the body of that. */
  insist(record: WishRecord, request: Request, delivery: Delivery): Promise<unknown>;
  /** Asks until there is an answer: its body, or null unless it was 200. */
  read(request: Request): Promise<unknown>;
  /** Waits for the copies that are still on their way. */
  settle(): Promise<void>;
}

export function createClient(
  apiUrl: string,
  jwtKey: string,
  vendor: { client_id: string; client_secret: string },
): Client {
  const late: Promise<void>[] = [];
  const tokens = new Map<string, Promise<string>>();

  async function vendorToken(): Promise<string> {
    const form = new URLSearchParams({ grant_type: 'client_credentials', token_type: 'jwt', ...vendor });
    const answer = await fetch(`${apiUrl}/oauth2/access_token`, { method: 'POST', body: form });
    if (!answer.ok) throw new Error(`The vendor got no token: ${answer.status}`);
    return ((await answer.json()) as { access_token: string }).access_token;
  }

  async function tokenOf(who: Request['as']): Promise<string> {
    const name = who === 'vendor' ? who : who.username;
    const known = tokens.get(name) ?? (who === 'vendor' ? vendorToken() : signToken(who, jwtKey));
    tokens.set(name, known);
    return await known.catch((error: unknown) => {
      tokens.delete(name);
      throw error;
    });
  }

  async function send(
    { as, method, path, body }: Request,
    number: number,
    headers: Record<string, string>,
    signal: AbortSignal = AbortSignal.timeout(TRY_MS),
  ): Promise<Answered> {
    const sentAt = Date.now();
    try {
      const answer = await fetch(apiUrl + path, {
        method,
        signal,
        headers: {
          authorization: `JWT ${await tokenOf(as)}`,
          ...headers,
          ...(body !== undefined && { 'content-type': 'application/json' }),
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      const text = await answer.text();
      const isJson = answer.headers.get('content-type')?.includes('json') === true && text !== '';
      return {
        number,
        sentAt,
        endedAt: Date.now(),
        status: answer.status,
        code: answer.headers.get('x-error-code'),
        body: isJson ? JSON.parse(text) : null,
        retryMs: Number(answer.headers.get('retry-after') ?? '0') * 1_000,
      };
    } catch {
      return { number, sentAt, endedAt: Date.now(), status: 0, code: null, body: null, retryMs: 0 };
    }
  }

  const pauseAfter = ({ retryMs }: Answered) => delay(Math.min(MOST_PAUSE_MS, Math.max(PAUSE_MS, retryMs)));

  return {
    async insist(record, request, delivery) {
      // Vendors know no Idempotency-Key.
      const key: Record<string, string> = request.as === 'vendor' ? {} : { 'idempotency-key': `key-${record.id}` };
      let number = 0;
      const attempt = async (signal?: AbortSignal): Promise<Answered> => {
        number += 1;
        const headers = { ...key, 'x-request-id': `${record.id}.${number}` };
        const answered = await send(request, number, headers, signal);
        const { body: _body, retryMs: _retryMs, ...kept } = answered;
        record.tries.push(kept);
        return answered;
      };
      if (delivery === 'cut' || delivery === 'lost') {
        await attempt(delivery === 'cut' ? AbortSignal.timeout(CUT_MS) : undefined);
        const last = record.tries.at(-1);
        if (last) Object.assign(last, { status: 0, code: null });
      }
      const end = Date.now() + PATIENCE_MS;
      let isFirst = true;
      for (;;) {
        const copies = delivery === 'twice' && isFirst ? [attempt(), attempt()] : [attempt()];
        isFirst = false;
        const answered = await Promise.all(copies);
        const said = answered.find((each) => !isPassing(each));
        if (said) {
          record.answer = { status: said.status, code: said.code, at: said.endedAt };
          if (delivery === 'late') late.push(delay(LATE_MS).then(async () => void (await attempt())));
          return said.body;
        }
        const [first] = answered;
        if (Date.now() > end || !first) return null;
        await pauseAfter(first);
      }
    },
    async read(request) {
      const end = Date.now() + PATIENCE_MS;
      for (;;) {
        const answered = await send(request, 1, {});
        if (!isPassing(answered) || Date.now() > end) return answered.status === 200 ? answered.body : null;
        await pauseAfter(answered);
      }
    },
    async settle() {
      await Promise.all(late);
    },
  };
}
