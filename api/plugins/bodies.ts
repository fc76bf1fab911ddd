import formbody from '@fastify/formbody';
import multipart from '@fastify/multipart';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import fp from 'fastify-plugin';
import { ApiError } from '../errors/api-error.ts';
import { addErrors } from '../errors/route-errors.ts';
import { requireModestShape } from './body-shape.ts';

const FIELD_BYTES = 256 * 1024;

/** Stands for a body with an unsupported media type. */
const UNREAD = Symbol('unread body');

function parseJson(text: string): unknown {
  if (text.trim() === '') return undefined;
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new ApiError('malformed_json', { cause });
  }
}

/** The fields of a text that is a form by its media type, null for any other. */
async function formFieldsOf(type: string, text: string): Promise<Record<string, unknown> | null> {
  if (/^application\/x-www-form-urlencoded\b/i.test(type)) return readFields(text);
  if (!/^multipart\/form-data\b/i.test(type)) return null;
  const form = await new Response(text, { headers: { 'content-type': type } }).formData().catch(() => null);
  return form && Object.fromEntries(form);
}

/** JSON with any content type, or else a form. */
async function parseJsonOrForm(request: FastifyRequest, text: string): Promise<unknown> {
  try {
    return parseJson(text);
  } catch (notJson) {
    const fields = await formFieldsOf(request.sentType ?? '', text);
    if (fields === null) throw notJson;
    return fields;
  }
}

async function readBody(request: FastifyRequest, text: string, isJson: boolean): Promise<unknown> {
  const wanted = request.routeOptions.config.body;
  if (wanted === 'ignored') return undefined;
  if (wanted === 'text') return text;
  if (wanted === 'json or form') return await parseJsonOrForm(request, text);
  if (isJson || wanted === 'json') return parseJson(text);
  return text === '' ? undefined : UNREAD;
}

/** The fields of a urlencoded text; of a name that comes several times the last one counts, as in the original. */
export function readFields(text: string): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(text));
}

async function readMultipart(request: FastifyRequest): Promise<Record<string, unknown>> {
  const fields: [string, unknown][] = [];
  try {
    for await (const part of request.parts()) if (part.type === 'field') fields.push([part.fieldname, part.value]);
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause) throw cause;
    throw new ApiError('body_malformed', { cause });
  }
  return Object.fromEntries(fields);
}

/**
 * JSON, urlencoded and multipart bodies alike on every method, DELETE and GET included, since clients send all of them
 * (clients §1). Anything else is refused with 415, unless the route says how it reads its body: then the
 * content type is ignored, even if it is wrong or missing (rest-api §9.4).
 */
export const bodies = fp(
  async (app: FastifyInstance) => {
    app.addHttpMethod('GET', { hasBody: true, overrideExisting: true });
    app.decorateRequest('sentType', null);
    app.addHook('onRoute', (route) => {
      const reading = route.config?.body;
      addErrors(route, ['body_too_large', 'body_malformed']);
      if (reading !== 'ignored' && reading !== 'text') addErrors(route, ['malformed_json', 'body_too_complex']);
      if (reading === undefined) addErrors(route, ['media_type_unsupported']);
    });
    app.addHook('onRequest', (request, _reply, done) => {
      const { headers, routeOptions } = request;
      if (routeOptions.config.body !== undefined && headers['content-type'] !== undefined) {
        request.sentType = headers['content-type'];
        headers['content-type'] = 'application/json';
      }
      done();
    });
    app.removeAllContentTypeParsers();
    app.addContentTypeParser('application/json', { parseAs: 'string' }, async (request: FastifyRequest, text: string) =>
      readBody(request, text, true),
    );
    app.addContentTypeParser('*', { parseAs: 'string' }, async (request: FastifyRequest, text: string) =>
      readBody(request, text, false),
    );
    await app.register(formbody, { parser: readFields });
    await app.register(multipart, {
      limits: { fieldSize: FIELD_BYTES, fileSize: FIELD_BYTES, fields: 100, files: 0 },
    });
    app.addHook('preValidation', async (request) => {
      if (request.isMultipart()) request.body = await readMultipart(request);
      if (request.body === UNREAD) throw new ApiError('media_type_unsupported');
      requireModestShape(request.body);
      if (request.body === undefined || request.body === null) request.body = {};
    });
  },
  { name: 'bodies' },
);
