import 'fastify';
import type { Caller } from './auth/caller.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Served without a login. */
    anonymous?: boolean;
    /** Invalid bodies are answered field by field (rest-api §5.2). */
    fieldErrors?: boolean;
    /** Its changes carry the id of the message, so that two requests under one key have one effect. */
    isOneWish?: boolean;
    /** Asked all the time by whatever watches the processes: its lines are for debugging only. */
    isQuiet?: boolean;
    /** Served whatever the request accepts. */
    acceptsAnything?: boolean;
    /** How the body is read whatever the content type says; without it, as the content type says. */
    body?: 'ignored' | 'json' | 'json or form';
  }
  interface FastifyRequest {
    /** The content type as it was sent, on routes that read their body whatever it says. */
    sentType: string | null;
    /** The sender of the request; null only on anonymous routes. */
    signedIn: Caller | null;
    /** Of a write under an `Idempotency-Key`: the same, in hexadecimal digits, whenever it is sent again. */
    messageId: string | null;
  }
}
