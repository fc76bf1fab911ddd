import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Webhook, WebhookVerificationError } from 'standardwebhooks';
import type { z } from 'zod';
import { WEBHOOK_PATH } from '../../../lms/contract.ts';
import { cloudEventSchema, EVENT_TYPES, type CloudEvent } from '../../../lms/cloud-events.ts';
import type { Holds } from '../../holds.ts';
import { hangUp, holdBack, misbehave, type Failure } from './failures.ts';
import type { Received } from './received.ts';

export interface Try {
  id: string;
  /** Null: the connection was closed without an answer. */
  answered: number | null;
  at: number;
}

export interface WebhookContext {
  secret: string;
  failure: () => Failure;
  holds: Holds;
  received: Received;
  recordTry: (entry: Try) => void;
}

/** Receives events: checks the signature and the schema, and accepts each id once, however often it arrives. */
export function registerWebhookRoute(app: FastifyInstance, context: WebhookContext): void {
  const webhook = new Webhook(context.secret);

  app.addContentTypeParser('application/cloudevents+json', { parseAs: 'string' }, (_request, body, done) => {
    done(null, body);
  });

  app.post<{ Body: string }>(WEBHOOK_PATH, async (request, reply) => {
    const failure = context.failure();
    const id = headerOf(request, 'webhook-id');
    const applies = failure.applies_to !== 'lookups';
    const note = (answered: number | null) => context.recordTry({ id, answered, at: Date.now() });

    const { holds } = context;
    if (applies && (await misbehave(failure, { holds, name: id }, request, reply))) {
      note(failure.mode === 'refuse' ? failure.status : null);
      return reply;
    }
    const event = verified(webhook, request);
    if (!event) {
      note(401);
      return reply.code(401).send({ detail: 'The signature is wrong.' });
    }
    if (!isKnownEvent(event) || event.id !== id) {
      note(422);
      return reply.code(422).send({ detail: 'Not an event of the contract.' });
    }
    context.received.take(event);
    const holdsAnswer = applies && failure.mode === 'hold-taken';
    if ((applies && failure.mode === 'forgetful') || (holdsAnswer && !(await holdBack(holds, id, request)))) {
      note(null);
      hangUp(request, reply);
      return reply;
    }
    note(204);
    return reply.code(204).send();
  });
}

function headerOf(request: FastifyRequest, name: string): string {
  const value = request.headers[name];
  return typeof value === 'string' ? value : '';
}

function verified(webhook: Webhook, request: FastifyRequest<{ Body: string }>): unknown {
  try {
    return webhook.verify(request.body, {
      'webhook-id': headerOf(request, 'webhook-id'),
      'webhook-timestamp': headerOf(request, 'webhook-timestamp'),
      'webhook-signature': headerOf(request, 'webhook-signature'),
    });
  } catch (error) {
    if (error instanceof WebhookVerificationError) return null;
    throw error;
  }
}

/** Made once: making one takes a hundred times as long as checking an event by it. */
const SCHEMAS = new Map<unknown, z.ZodType>(EVENT_TYPES.map((type) => [type, cloudEventSchema(type)]));

function isKnownEvent(value: unknown): value is CloudEvent {
  if (typeof value !== 'object' || value === null || !('type' in value)) return false;
  return SCHEMAS.get(value.type)?.safeParse(value).success ?? false;
}
