import { z } from 'zod';
import { softwareSecureOptions } from './software-secure/options.ts';
import { ltiOptions } from './lti/options.ts';
import { restOptions } from './rest/options.ts';
import { defineCommonOptions } from './common-options.ts';

/** Kinds of back-end that need no package of their own, and the options of each. */
export const BUILT_IN_KINDS = {
  null: z.strictObject(defineCommonOptions({ verboseName: 'Null Backend' })),
  mock: z.strictObject(defineCommonOptions({ verboseName: 'Mock Backend' })),
  software_secure: softwareSecureOptions,
  rest: restOptions,
  lti: ltiOptions,
};

export type BuiltInKind = keyof typeof BUILT_IN_KINDS;

/** The checked entry of a back-end of a built-in kind. */
export type BuiltInEntry = {
  [Kind in BuiltInKind]: { kind: Kind; options: z.output<(typeof BUILT_IN_KINDS)[Kind]> };
}[BuiltInKind];

/** One entry of `PROCTORING_BACKENDS`. The options of a package are not checked here: only the package knows them. */
export type BackendEntry = BuiltInEntry | { kind: 'package'; module: string; options: Record<string, unknown> };

/** The original's names, which need no `type` (vendors §1). */
const KIND_OF_NAME = new Map<string, BuiltInKind>([
  ['null', 'null'],
  ['mock', 'mock'],
  ['software_secure', 'software_secure'],
  ['rpnow4', 'software_secure'],
]);

const selector = z.looseObject({
  type: z.enum(['null', 'mock', 'software_secure', 'rest', 'lti']).optional(),
  module: z.string().min(1).optional(),
});

/**
 * Checks the entry of back-end `name`. `problems` are sentences that name the options; they leave out
 * values, which may be secrets. `defaultPingInterval` in seconds.
 */
export function readBackendEntry(
  name: string,
  entry: unknown,
  defaultPingInterval: number,
): { entry: BackendEntry } | { problems: string[] } {
  const selected = selector.safeParse(entry);
  if (!selected.success) return { problems: problemsOf(name, entry, selected.error) };
  const { type, module, ...options } = selected.data;
  if (module !== undefined) {
    if (type !== undefined) return { problems: [`${name}: give either "type" or "module"`] };
    return { entry: { kind: 'package', module, options } };
  }
  const kind = type ?? KIND_OF_NAME.get(name) ?? 'rest';
  const parsed = BUILT_IN_KINDS[kind].safeParse({ ping_interval: defaultPingInterval, ...options });
  if (!parsed.success) return { problems: problemsOf(name, entry, parsed.error) };
  return { entry: { kind, options: parsed.data } as BackendEntry };
}

function problemsOf(name: string, entry: unknown, error: z.ZodError): string[] {
  return error.issues.flatMap((issue) => {
    if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => `${name}: unknown option "${key}"`);
    const [option] = issue.path;
    if (option === undefined) return [`${name}: ${issue.message}`];
    const isGiven = typeof entry === 'object' && entry !== null && option in entry;
    return isGiven || option === 'ping_interval'
      ? [`${name}: option "${issue.path.join('.')}": ${issue.message}`]
      : [`${name}: option "${String(option)}" is missing`];
  });
}
