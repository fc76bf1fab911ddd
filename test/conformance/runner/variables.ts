import { asText, isObject, type Json, type JsonObject } from './scenario.ts';

const REFERENCE = /\{\{([^}]+)\}\}/g;
const ONE_REFERENCE = /^\{\{([^}]+)\}\}$/;
const NOW = /^now([+-]\d+)?$/;

/** Values that a scenario has saved, and the server's time for `{{now+3600}}`. */
export class Variables {
  private readonly values = new Map<string, Json>();
  /** Milliseconds by which the server's clock is ahead of this machine's. */
  private ahead = 0;

  /** Learns what time it is at the server, as ISO text. */
  setTime(now: string): void {
    this.ahead = Date.parse(now) - Date.now();
  }

  set(name: string, value: Json): void {
    this.values.set(name, value);
  }

  /** Inserts values into every text; a text that is one reference as a whole keeps the value's type. */
  insertInto<T>(value: T): T {
    return this.inserted(value as Json) as T;
  }

  private inserted(value: Json): Json {
    if (Array.isArray(value)) return value.map((item) => this.inserted(item));
    if (isObject(value)) {
      const pairs = Object.entries(value).map(([key, item]) => [asText(this.insertedText(key)), this.inserted(item)]);
      return Object.fromEntries(pairs) as JsonObject;
    }
    return typeof value === 'string' ? this.insertedText(value) : value;
  }

  private insertedText(text: string): Json {
    const whole = ONE_REFERENCE.exec(text)?.[1];
    if (whole !== undefined) return this.resolve(whole.trim());
    return text.replace(REFERENCE, (_, reference: string) => asText(this.resolve(reference.trim())));
  }

  private resolve(reference: string): Json {
    const now = NOW.exec(reference);
    if (now) return new Date(Date.now() + this.ahead + 1000 * Number(now[1] ?? 0)).toISOString();
    const [name = '', filter] = reference.split('|');
    const value = this.values.get(name);
    if (value === undefined) throw new Error(`unknown variable ${name}`);
    if (filter === 'str') return asText(value);
    if (filter === 'upper') return asText(value).toUpperCase();
    return filter === 'lower' ? asText(value).toLowerCase() : value;
  }
}

/** The names and numbers of a path such as `$.body.items[0].id`. */
export function stepsOf(path: string): string[] {
  return path
    .replace(/^\$\.?/, '')
    .split(/[.[\]]+/)
    .filter(Boolean);
}

/** What is at the path, undefined when there is nothing. */
export function valueAt(json: Json | undefined, path: string): Json | undefined {
  let current: unknown = json;
  for (const step of stepsOf(path)) current = (current as Record<string, unknown> | null | undefined)?.[step];
  return current as Json | undefined;
}
