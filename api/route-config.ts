import 'fastify';
import type { ErrorCode } from './errors/catalogue.ts';
import type { Granted } from './permissions/granted.ts';
import type { Scope } from './permissions/scopes.ts';
import type { ScopedRoute } from './plugins/permissions.ts';
import type { Caller } from './auth/caller.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Who may call; a route without it cannot be registered. */
    scope?: Scope;
    /** The part of the request that names the exam or learner that the scope is about; the path unless said otherwise. */
    namedIn?: 'params' | 'query' | 'body';
    /** Errors that the route can answer with, besides those that its scope and the plugins add. */
    errors?: readonly ErrorCode[];
    /** Those of them that are answered without a body. */
    bareErrors?: readonly ErrorCode[];
    /** Statuses of errors, where the dialect of the route has others than the catalogue. */
    statuses?: Partial<Record<ErrorCode, number>>;
    /** Served for deleted attempts too. */
    includesDeleted?: boolean;
    /** Invalid bodies are answered field by field (rest-api §5.2). */
    fieldErrors?: boolean;
    /** Served to browsers: errors are pages, too. */
    answersInPages?: boolean;
    /** Its changes carry the id of the message, so that two requests under one key have one effect. */
    isOneWish?: boolean;
    /** Its answer is not kept for repeats, because it must not be stored; they are answered anew. */
    isAnsweredAnew?: boolean;
    /** Called constantly by monitoring, so its requests are logged only for debugging. */
    isQuiet?: boolean;
    /** What pages of running exams send: refused later than the rest when there is too much to do. */
    isRefusedLast?: boolean;
    /** Served regardless of the `Accept` header. */
    acceptsAnything?: boolean;
    /** How the body is read regardless of its content type; if missing, the content type decides. */
    body?: 'ignored' | 'json' | 'json or form' | 'text';
  }
  interface FastifyInstance {
    /** Every route that was registered, in order. */
    scopedRoutes: readonly ScopedRoute[];
  }
  interface FastifyRequest {
    /** The content type as sent, on routes that ignore it when reading the body. */
    sentType: string | null;
    /** The sender of the request; null only on anonymous routes. */
    signedIn: Caller | null;
    /** What the check of the route's scope loaded; null before it. */
    granted: Granted | null;
    /** Of a write under an `Idempotency-Key`: the same, in hexadecimal digits, whenever it is sent again. */
    messageId: string | null;
  }
}
