import { startLtiTool, type LtiTool } from '../../support/lti-tool.ts';
import { startExamsLab, type ExamsLab } from '../exams-dialect/lab.ts';

export const ISSUER = 'https://exams.example.com';

/** The API with two LTI tools that can be launched, and with `open`, whose exams start without a set-up. */
export interface LtiLab extends ExamsLab {
  tool: LtiTool;
  other: LtiTool;
  close: () => Promise<void>;
}

export async function startLtiLab(): Promise<LtiLab> {
  const [tool, other] = [await startLtiTool(), await startLtiTool()];
  const entry = (id: string, { options }: LtiTool, more = {}) => ({
    type: 'lti',
    verbose_name: id,
    lti_configuration_id: id,
    tool: { ...options, ...more },
  });
  const backends = {
    DEFAULT: 'null',
    null: {},
    watchful: entry('21', tool, { proctoring_settings: 'camera=on' }),
    other: entry('22', other, { client_id: 'other-client' }),
  };
  const lab = await startExamsLab({
    env: {
      PROCTORING_BACKENDS: JSON.stringify(backends),
      PUBLIC_URL: ISSUER,
      LTI_AUDIENCES: 'https://old.example.com',
      PROCTORING_USER_OBFUSCATION_KEY: 'key for tests',
    },
  });
  return {
    ...lab,
    tool,
    other,
    async close() {
      await lab.api.close();
      await tool.close();
      await other.close();
    },
  };
}
