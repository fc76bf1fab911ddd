import type { Attempt } from '../../db/attempts.ts';
import { vendorOf } from '../../vendors/exam-facts.ts';
import { findVendor } from '../../vendors/find-vendor.ts';
import type { LtiTool } from '../../vendors/lti/tool.ts';
import type { VendorRegistry } from '../../vendors/port.ts';
import type { AppDeps } from '../app-deps.ts';
import { ApiError } from '../errors/api-error.ts';

/** The tools that can be launched. */
function listTools(vendors: VendorRegistry): LtiTool[] {
  return vendors.names.flatMap((name) => vendors.get(name).ltiTool ?? []);
}

/** The tool with this id in our addresses: as it was given, or of its registration. Throws `tool_unknown`. */
export function toolByAddress({ vendors, lti }: Pick<AppDeps, 'vendors' | 'lti'>, id: string): LtiTool {
  const found = listTools(vendors).find(
    ({ name, configurationId }) => configurationId === id || lti.ids.registration(name) === id,
  );
  if (!found) throw new ApiError('tool_unknown');
  return found;
}

/** Whether any tool has this client id; several may share it, with a deployment each. */
export function isClientKnown({ vendors }: Pick<AppDeps, 'vendors'>, clientId: unknown): boolean {
  return listTools(vendors).some((tool) => tool.clientId === clientId);
}

/** The tool of a back-end; null if it is gone or is none. */
export function toolByName({ vendors }: Pick<AppDeps, 'vendors'>, name: string): LtiTool | null {
  return findVendor(vendors, name)?.ltiTool ?? null;
}

type Proctored = Pick<Attempt['exam'], 'isProctored' | 'backend'>;

/** The tool that proctors an exam or, for an attempt's exam, the attempt; null if none does. */
export function findToolOfExam({ vendors }: Pick<AppDeps, 'vendors'>, exam: Proctored): LtiTool | null {
  return vendorOf(vendors, exam)?.ltiTool ?? null;
}

/** The same where there must be one. Throws `exam_without_tool`. */
export function toolOfExam(deps: Pick<AppDeps, 'vendors'>, exam: Proctored): LtiTool {
  const tool = findToolOfExam(deps, exam);
  if (!tool) throw new ApiError('exam_without_tool');
  return tool;
}
