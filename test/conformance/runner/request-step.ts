import { send, type HttpAnswer, type HttpRequest } from './http.ts';
import { inStableOrder } from './order.ts';
import type { Placeholders } from './placeholders.ts';
import type { JsonObject, RequestStep, Result } from './scenario.ts';
import { valueAt, type Variables } from './variables.ts';

const PREFIX = '/api/edx_proctoring';
const INPUT = /<input name="([^"]+)" value="([^"]*)"/g;

function urlOf({ path }: RequestStep, base: string, variables: Variables): string {
  const isShort = path.startsWith('/v1') || path.startsWith('/proctoring_');
  return base + (isShort ? PREFIX : '') + variables.insertInto(path);
}

function requestOf(step: RequestStep, variables: Variables): HttpRequest {
  const headers: Record<string, string> = { ...variables.insertInto(step.headers ?? {}) };
  if (step.as) headers['X-Test-User'] = step.as;
  if (step.staff) headers['X-Test-Staff'] = '1';
  if (step.course_staff) headers['X-Test-Course-Staff'] = step.course_staff;
  if (step.raw_vars !== undefined) return { headers, body: variables.insertInto(step.raw_vars) };
  if (step.raw !== undefined) return { headers, body: step.raw };
  if (step.body === undefined) return { headers };
  headers['content-type'] ??= 'application/json';
  return { headers, body: JSON.stringify(variables.insertInto(step.body)) };
}

const inputsOf = ({ text }: HttpAnswer) =>
  new Map([...text.matchAll(INPUT)].map(([, name = '', value = '']) => [name, value]));

/** Keeps what the step wants kept; what is missing keeps its older value. */
function saveFrom(answer: HttpAnswer, step: RequestStep, variables: Variables): void {
  for (const [name, path] of Object.entries(step.save ?? {})) {
    const value = valueAt(answer.json, path);
    if (value !== undefined) variables.set(name, value);
  }
  for (const [name, key] of Object.entries(step.save_query ?? {})) {
    const value = answer.location && new URL(answer.location).searchParams.get(key);
    if (value) variables.set(name, value);
  }
  for (const [name, key] of Object.entries(step.save_cookie ?? {})) {
    const cookie = answer.cookies.find((each) => each.startsWith(`${key}=`));
    // One that the server does not set is sent empty.
    variables.set(name, cookie?.slice(key.length + 1).split(';')[0] ?? '');
  }
  for (const [name, [field, claim]] of Object.entries(step.save_claim ?? {})) {
    const payload = inputsOf(answer).get(field)?.split('.')[1];
    if (payload === undefined) continue;
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as JsonObject;
    variables.set(name, claims[claim] ?? null);
  }
}

/** Pages are not compared, but for the form or the redirect that a step asks for. */
function pageOf(answer: HttpAnswer, step: RequestStep, placeholders: Placeholders): JsonObject {
  const page: JsonObject = { text: '<html>' };
  if (step.form) {
    const action = /action="([^"]*)"/.exec(answer.text)?.[1] ?? '';
    const fields = [...inputsOf(answer)].map(([name, value]) => [name, placeholders.replaceInText(value)]);
    page['form'] = { action: placeholders.replaceInText(action), ...Object.fromEntries(fields) } as JsonObject;
  }
  if (step.refresh) {
    const url = /url=(?:'|&#x27;)([^'&]*)/.exec(answer.text)?.[1] ?? '';
    page['refresh'] = placeholders.replaceInText(url);
  }
  return page;
}

/** Sentences are each server's own wording. */
const isSentence = (text: string) => text.includes(' ');

function contentOf(answer: HttpAnswer, step: RequestStep, placeholders: Placeholders): JsonObject {
  if (typeof answer.json === 'string' && isSentence(answer.json)) return { body: '<text>' };
  if (answer.json !== undefined) {
    return { body: placeholders.replaceIn(step.unordered ? inStableOrder(answer.json) : answer.json) };
  }
  if (/html/.test(answer.type)) return pageOf(answer, step, placeholders);
  return { text: isSentence(answer.text) ? '<text>' : placeholders.replaceInText(answer.text) };
}

export interface RequestContext {
  base: string;
  variables: Variables;
  placeholders: Placeholders;
}

/** Sends the request of a step and answers what is compared of its answer. */
export async function runRequest(
  step: RequestStep,
  { base, variables, placeholders }: RequestContext,
): Promise<Result> {
  const answer = await send(step.method, urlOf(step, base, variables), requestOf(step, variables));
  saveFrom(answer, step, variables);
  const content = contentOf(answer, step, placeholders);
  if (step.status_only) {
    delete content['body'];
    delete content['text'];
  }
  if (answer.location) content['location'] = placeholders.replaceInText(answer.location);
  return { status: answer.status, ...content };
}
