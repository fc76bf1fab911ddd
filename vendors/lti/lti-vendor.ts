import { toAttributes } from '../attributes.ts';
import type { VendorContext } from '../context.ts';
import type { Vendor } from '../port.ts';
import { SILENT_OPERATIONS } from '../silent-vendor.ts';
import type { LtiOptions } from './options.ts';
import { readControlReport } from './control-report.ts';
import { toolOf } from './tool.ts';

/** An LTI tool. The learner's browser carries every message to it, so there is nothing that we call by ourselves. */
export function createLtiVendor(name: string, options: LtiOptions, context: VendorContext): Vendor {
  const tool = toolOf(name, options);
  const startRequiresReady = options.start_requires_ready ?? tool !== null;
  return {
    ...toAttributes(name, { ...options, start_requires_ready: startRequiresReady }, context),
    ...SILENT_OPERATIONS,
    courseChoice: {
      orgKey: options.org_key,
      ltiConfigurationId: options.lti_configuration_id,
      techSupportUrl: options.tech_support_url,
    },
    ltiTool: tool,
    parseReview: readControlReport,
  };
}
