import type { CommonOptions } from './common-options.ts';
import type { VendorContext } from './context.ts';
import type { Vendor } from './port.ts';

/** The port's attributes that come from the options in the same way for every kind of back-end. */
export type VendorAttributes = Pick<
  Vendor,
  | 'name'
  | 'verboseName'
  | 'pingIntervalSeconds'
  | 'heartbeatWindowSeconds'
  | 'supportsOnboarding'
  | 'startRequiresReady'
  | 'hasDashboard'
  | 'courseChoice'
  | 'ltiTool'
  | 'passingStatuses'
  | 'techSupportEmail'
  | 'techSupportPhone'
  | 'learnerNotificationFromEmail'
  | 'integrationSpecificEmail'
  | 'helpCenterArticleUrl'
  | 'contactUrl'
  | 'javascriptUrl'
  | 'desktopApplicationUrl'
>;

/** Where the API serves the worker that speaks to a vendor's desktop application. */
const OWN_WORKERS = '/api/proctoring/v1/browser-worker';

/** A vendor's own script takes precedence over ours. */
function workerPathOf(name: string, options: CommonOptions): string {
  if (options.javascript_url || options.desktop_application_url === undefined) return options.javascript_url;
  return `${OWN_WORKERS}/${encodeURIComponent(name)}.js`;
}

/** Translates checked options into the port's attributes. */
export function toAttributes(name: string, options: CommonOptions, context: VendorContext): VendorAttributes {
  const path = workerPathOf(name, options);
  const javascriptUrl = path && new URL(path, context.callbackOrigin).href;
  return {
    name,
    verboseName: options.verbose_name,
    pingIntervalSeconds: options.ping_interval,
    heartbeatWindowSeconds: options.heartbeat_window_seconds,
    startRequiresReady: options.start_requires_ready,
    supportsOnboarding: options.supports_onboarding,
    hasDashboard: options.has_dashboard,
    courseChoice: null,
    ltiTool: null,
    passingStatuses: options.passing_statuses,
    techSupportEmail: options.tech_support_email,
    techSupportPhone: options.tech_support_phone,
    learnerNotificationFromEmail: options.learner_notification_from_email,
    integrationSpecificEmail: options.integration_specific_email,
    helpCenterArticleUrl: options.help_center_article_url,
    contactUrl: options.LINK_URLS.contact ?? null,
    javascriptUrl: () => javascriptUrl,
    desktopApplicationUrl: options.desktop_application_url ?? null,
  };
}
