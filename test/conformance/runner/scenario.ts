/** A value as JSON has it. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
export type JsonObject = { [key: string]: Json };

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A value as it stands within a text. */
export function asText(value: Json | undefined): string {
  return typeof value === 'string' ? value : JSON.stringify(value ?? null);
}

/** One request of a scenario; README.md says what each key means. */
export interface RequestStep {
  method: string;
  path: string;
  as?: string;
  staff?: boolean;
  course_staff?: string;
  body?: Json;
  raw?: string;
  /** A raw body with variables. */
  raw_vars?: string;
  headers?: Record<string, string>;
  /** Variables to keep: from the JSON answer, … */
  save?: Record<string, string>;
  /** … from the query of a redirect, from cookies, and from claims of a token in a form. */
  save_query?: Record<string, string>;
  save_cookie?: Record<string, string>;
  save_claim?: Record<string, [field: string, claim: string]>;
  unordered?: boolean;
  status_only?: boolean;
  form?: boolean;
  refresh?: boolean;
}

/** What the vendors' stand-in answers next. */
export interface ProviderRule {
  method?: string;
  path: string;
  status?: number;
  body?: Json;
  times?: number;
}

/** A step has one of these keys; a request has `method`. */
export interface Step extends Partial<RequestStep> {
  name?: string;
  clock?: { advance_seconds: number };
  user?: { username: string } & JsonObject;
  config?: JsonObject;
  review_policy?: JsonObject;
  provider?: ProviderRule[];
  provider_calls?: true;
  effects?: true | string[];
  inspect?: JsonObject;
  wait_ms?: number;
}

export interface Scenario {
  title: string;
  steps: Step[];
}

/** What came of a step: an HTTP answer, effects, calls or what a hook answered, with placeholders for what varies. */
export type Result = JsonObject;

/** A recorded or found step; null for one without anything to compare. */
export type StepResult = { label: string; result: Result } | null;

export interface RecordedScenario {
  scenario: string;
  title: string;
  steps: StepResult[];
}

/** How a step is named in reports. */
export function labelOf(step: Step): string {
  return step.name ?? (step.method ? `${step.method} ${step.path}` : (Object.keys(step)[0] ?? 'empty step'));
}
