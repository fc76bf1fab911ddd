import type { FastifyContextConfig } from 'fastify';
import { CATALOGUE, type ErrorCode } from '../errors/catalogue.ts';
import { statusOf } from '../errors/status.ts';

type Responses = Record<string, object>;
type Content = Record<string, { schema: object }>;

/** What of a route's configuration its errors depend on. */
type Errors = Pick<FastifyContextConfig, 'errors' | 'statuses' | 'answersInPages' | 'bareErrors'>;

const JSON_TYPE = 'application/json';
const ERROR = { $ref: '#/components/schemas/Error' };
const PAGE = { type: 'string', description: 'A page that says what is wrong' };
const RETRY_AFTER = { 'Retry-After': { type: 'integer', description: 'Seconds to wait before trying again' } };

/** Answered before a route is looked for, so never by a page. */
const UNROUTED: readonly ErrorCode[] = ['request_too_slow', 'headers_too_large', 'expectation_failed'];
/** Answered before, or by the route: the notes beside the pieces of a body can be too large as well as the body. */
const SOMETIMES_UNROUTED: readonly ErrorCode[] = ['body_too_large'];

const isRetried = (code: ErrorCode) => code === 'too_many_requests' || 'retryAfter' in CATALOGUE[code];

const descriptionOf = (own: object) =>
  'description' in own && typeof own.description === 'string' ? own.description : null;

const isEmpty = (own: object) => 'type' in own && own.type === 'null';

/** The forms of an answer that a route describes itself. */
function contentOf(own: object): Content {
  return 'content' in own ? (own.content as Content) : { [JSON_TYPE]: { schema: own } };
}

/** An error beside the route's own answers of that status: as another form of the same type, or in a type of its own. */
function withError(own: Content, isPage: boolean): Content {
  const [type, error] = isPage ? ['text/html', PAGE] : [JSON_TYPE, ERROR];
  const beside = own[type];
  return { ...own, [type]: { schema: beside ? { anyOf: [beside.schema, error] } : error } };
}

function answerWith(codes: readonly ErrorCode[], own: object | undefined, config: Errors): object {
  const list = `Error code${codes.length > 1 ? 's' : ''}: ${codes.map((code) => `\`${code}\``).join(', ')}`;
  const special = own ? descriptionOf(own) : null;
  const bare = codes.filter((code) => config.bareErrors?.includes(code));
  const without = bare.length === 0 ? '' : `; without a body: ${bare.map((code) => `\`${code}\``).join(', ')}`;
  const description = (special === null ? list : `${special}. Otherwise ${list}`) + without;
  const headers = codes.some(isRetried) && { headers: RETRY_AFTER };
  if (bare.length > 0 || (own && isEmpty(own))) return { type: 'null', description, ...headers };
  const isPage = config.answersInPages === true && !codes.every((code) => UNROUTED.includes(code));
  const isJsonToo = isPage && codes.some((code) => SOMETIMES_UNROUTED.includes(code));
  const routed = withError(own ? contentOf(own) : {}, isPage);
  const content = isJsonToo ? withError(routed, false) : routed;
  return { description, content, ...headers };
}

/**
 * Adds the errors that a route can answer with to its answers, by status; answers of its own form stay beside them. Where
 * a status can come without a body, none is described.
 */
export function withErrors(own: Responses, config: Errors): Responses {
  const byStatus = Object.groupBy(config.errors ?? [], (code) => statusOf(code, config.statuses));
  const errors = Object.entries(byStatus).map(
    ([status, list = []]) => [status, answerWith(list, own[status], config)] as const,
  );
  return { ...own, ...Object.fromEntries(errors) };
}
