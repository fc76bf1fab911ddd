import type { KeyObject } from 'node:crypto';
import type { LtiOptions } from './options.ts';

/** What is known of an LTI tool that can be launched: its side of the registration. */
export interface LtiTool {
  /** Name of its back-end. */
  name: string;
  /** Id of the registration in our addresses. */
  configurationId: string;
  clientId: string;
  deploymentId: string;
  /** Where a launch begins. */
  oidcUrl: string;
  launchUrl: string;
  /** Where messages may be sent. */
  redirectUrls: readonly string[];
  /** What its tokens are checked with: its own key, or where it publishes them. */
  keys: { publicKey: KeyObject } | { jwksUrl: string };
  /** Sent to it with each start; null: nothing is. */
  proctoringSettings: string | null;
  /** Minutes of extra time that it may give an attempt in all. */
  extraMinutes: number;
}

/** The tool of a checked entry; null when the entry does not say how it is launched. */
export function toolOf(name: string, { tool, lti_configuration_id: configurationId }: LtiOptions): LtiTool | null {
  if (tool === undefined) return null;
  const { public_key: publicKey, jwks_url: jwksUrl = '', redirect_urls: redirectUrls } = tool;
  return {
    name,
    configurationId: configurationId || name,
    clientId: tool.client_id,
    deploymentId: tool.deployment_id,
    oidcUrl: tool.oidc_url,
    launchUrl: tool.launch_url,
    redirectUrls: redirectUrls.length > 0 ? redirectUrls : [tool.launch_url],
    keys: publicKey ? { publicKey } : { jwksUrl },
    proctoringSettings: tool.proctoring_settings ?? null,
    extraMinutes: tool.extra_minutes,
  };
}

interface Platform {
  isLocalStack: boolean;
  proctoring: { lti: { keys: readonly KeyObject[] } };
}

/** What is wrong with tools together: each needs an id of its own, a way that nobody can listen in on, and our key. */
export function problemsOfTools(tools: readonly LtiTool[], { isLocalStack, proctoring }: Platform): string[] {
  const byId = Object.entries(Object.groupBy(tools, ({ configurationId }) => configurationId));
  const shared = byId.flatMap(([id, list = []]) =>
    list.length > 1 ? [`lti_configuration_id "${id}" is that of ${list.map(({ name }) => name).join(', ')}`] : [],
  );
  const plain = tools.filter(({ oidcUrl, launchUrl, redirectUrls, keys }) =>
    [oidcUrl, launchUrl, ...redirectUrls, ...('jwksUrl' in keys ? [keys.jwksUrl] : [])].some((url) =>
      url.startsWith('http:'),
    ),
  );
  if (isLocalStack) return shared;
  const names = tools.map(({ name }) => name).join(', ');
  const keyless = tools.length > 0 && proctoring.lti.keys.length === 0 ? [`LTI_KEY is missing, for ${names}`] : [];
  return [...shared, ...keyless, ...plain.map(({ name }) => `${name}: the addresses of "tool" must be https`)];
}
