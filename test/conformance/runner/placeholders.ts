import { Numbering } from './numbering.ts';
import { canonicalText } from './order.ts';
import { asText, isObject, type Json, type JsonObject } from './scenario.ts';

/** Fields that hold an id of a kind wherever they stand. */
const KIND_OF_FIELD: Readonly<Record<string, string>> = {
  exam_attempt_id: 'attempt',
  attempt_id: 'attempt',
  exam_id: 'exam',
  user_id: 'user',
  proctored_exam_id: 'exam',
  review_policy_id: 'policy',
  examID: 'exam',
  allowance_user_id: 'user',
  lms_user_id: 'user',
};
const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi;
const DATE_TIME = /\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)/g;
const HTTP_DATE = /^\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT$/;
const SHA1 = /\b[0-9a-f]{40}\b/g;
const TOKEN = /\b(eyJ[\w-]+)\.([\w-]+)\.[\w-]+/g;
const VENDOR_ID = /\b(ext-attempt|ext-exam|SSI-Rec)-\d+/gi;
/** Dates further away than this are the scenario's own, not the run's. */
const FIXED_DATE_SECONDS = 4 * 366 * 86_400;

const decoded = (part: string) => JSON.parse(Buffer.from(part, 'base64url').toString()) as JsonObject;

/** The kind of a bare `id` by the fields beside it. */
function kindOfId(fields: JsonObject | null): string {
  if (!fields) return 'id';
  if ('extra_time_mins' in fields) return 'allowance';
  if ('attempt_code' in fields) return 'attempt';
  if ('content_id' in fields) return 'exam';
  if ('username' in fields) return 'user';
  if ('key' in fields && 'value' in fields) return 'allowance';
  return 'review_policy' in fields ? 'policy' : 'id';
}

/**
 * Replaces what differs from run to run (ids, times, tokens, addresses) by placeholders that are alike in every run:
 * `<int:attempt1>`, `<datetime:+3600s>`, … (README.md). One object serves one scenario, whose numbering it keeps.
 */
export class Placeholders {
  private readonly numbers = new Numbering();
  private readonly startedAt: number;
  private readonly base: string;
  private readonly withTimeStyle: boolean;

  /** `startedAt`: the server's time at the reset, in epoch milliseconds. */
  constructor(options: { startedAt: number; base: string; withTimeStyle: boolean }) {
    this.startedAt = options.startedAt;
    this.base = options.base;
    this.withTimeStyle = options.withTimeStyle;
  }

  /** The placeholder of an id, which notes its place in the numbering. */
  id(kind: string, value: number | string): string {
    return `<${typeof value === 'number' ? 'int' : 'str'}:${kind}${this.numbers.of(kind, String(value))}>`;
  }

  /** Replaces in a whole value; `key` and `fields` say where it stands. */
  replaceIn(value: Json, key = '', fields: JsonObject | null = null): Json {
    if (Array.isArray(value)) return value.map((item) => this.replaceIn(item, key, fields));
    if (isObject(value)) {
      const pairs = Object.entries(value);
      return Object.fromEntries(
        pairs.map(([name, item]) => [
          /^\d+$/.test(name) ? name : this.replaceInText(name),
          this.replaceIn(item, name, value),
        ]),
      );
    }
    if (typeof value === 'number') return this.replaceNumber(value, key, fields);
    return typeof value === 'string' ? this.replaceText(value, key) : value;
  }

  private replaceNumber(value: number, key: string, fields: JsonObject | null): Json {
    if (key === 'time_remaining_seconds') return value === 0 ? 0 : `<secs:${Math.round(value)}>`;
    if (key === 'exam_access_token_expiration') return value === 60 ? 60 : `<secs:${Math.round(value)}>`;
    if (key === 'id') return this.id(kindOfId(fields), value);
    const kind = KIND_OF_FIELD[key];
    return kind === undefined ? value : this.id(kind, value);
  }

  private replaceText(value: string, key: string): Json {
    // The wording is each server's own.
    if (key === 'detail') return '<text>';
    const kind = KIND_OF_FIELD[key];
    if (kind !== undefined && /^\d+$/.test(value)) return this.id(kind, value);
    return key.endsWith('session_data') ? '<session_data>' : this.replaceInText(value);
  }

  /** Replaces within a text. The order matters: each rule sees what those before it have left. */
  replaceInText(text: string): string {
    if (HTTP_DATE.test(text)) {
      const offset = /[+-]\d+s/.exec(this.dateTime(new Date(text).toISOString()))?.[0] ?? '';
      return `<httpdate:${offset}>`;
    }
    if (/^[0-9a-f]{40}$/.test(text)) return this.sha1(text);
    return this.withoutNumbers(this.withoutTokens(this.withoutAddresses(text)));
  }

  private withoutAddresses(text: string): string {
    return text
      .replaceAll(this.base, '<base>')
      .replaceAll(encodeURIComponent(this.base), '<base>')
      .replaceAll(this.base.replace(/^https?:\/\//, ''), '<host>')
      .replace(/lti_message_hint=[^&]+/, 'lti_message_hint=<hint>')
      .replace(/\/lti\/\d+\/acs/, '/lti/<config>/acs')
      .replace(
        /\/exam\/(\d+)\/instructor_tool/,
        (_, id: string) => `/exam/${this.id('exam', Number(id))}/instructor_tool`,
      )
      .replace(
        /(end_assessment|start_proctoring)\/(\d+)/,
        (_, act: string, id: string) => `${act}/${this.id('attempt', Number(id))}`,
      )
      .replace(/\(backend=.*\)$/, '(backend=<...>)')
      .replace(
        /(\/v1\/instructor\/[^/?]+)\/(\d+)(?=\?|$)/g,
        (_, path: string, id: string) => `${path}/${this.id('exam', Number(id))}`,
      );
  }

  private withoutTokens(text: string): string {
    return text
      .replace(VENDOR_ID, (id) => this.vendorId(id))
      .replace(TOKEN, (_, header: string, payload: string) => {
        const { jti: _jti, exp: _exp, iat: _iat, ...claims } = decoded(payload);
        return `<jwt ${asText(decoded(header)['alg'])} ${canonicalText(this.replaceIn(claims))}>`;
      });
  }

  private withoutNumbers(text: string): string {
    return text
      .replace(DATE_TIME, (time) => this.dateTime(time))
      .replace(UUID, (uuid) => {
        const style = uuid === uuid.toUpperCase() ? 'UUID' : 'uuid';
        return `<${style}:${this.numbers.of('uuid', uuid.toLowerCase())}>`;
      })
      .replace(
        /\b(attempt|exam|user)_id=(\d+)/g,
        (_, kind: string, id: string) => `${kind}_id=${this.id(kind, Number(id))}`,
      )
      .replace(/\/attempt\/(\d+)(?=\/|$)/g, (_, id: string) => `/attempt/${this.id('attempt', Number(id))}`)
      .replace(
        /\/(exam_id|user_id)\/(\d+)(?=\/|$)/g,
        (_, name: string, id: string) => `/${name}/${this.id(name.slice(0, -3), Number(id))}`,
      )
      .replace(SHA1, (hash) => this.sha1(hash));
  }

  private vendorId(id: string): string {
    const name = id.replace(/-\d+$/, '');
    return `<${name}:${this.numbers.of(`vendor id ${name.toLowerCase()}`, id.toLowerCase())}>`;
  }

  private sha1(hash: string): string {
    return `<sha1:${this.numbers.of('sha1', hash)}>`;
  }

  private dateTime(text: string): string {
    const seconds = Math.round((Date.parse(text) - this.startedAt) / 1000);
    if (Math.abs(seconds) > FIXED_DATE_SECONDS) return `<datetime@${new Date(text).toISOString().slice(0, 19)}>`;
    const digits = /\.(\d+)/.exec(text)?.[1]?.length ?? 0;
    const style = this.withTimeStyle ? `|${digits}|${text.endsWith('Z') ? 'Z' : 'offset'}` : '';
    return `<datetime:${seconds >= 0 ? '+' : ''}${seconds}s${style}>`;
  }
}
