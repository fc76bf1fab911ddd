import { z } from 'zod';
import type { AppDeps } from '../../app-deps.ts';
import { providerChoice } from '../../schemas/exams/course.ts';
import type { App } from '../app-instance.ts';

const query = z.object({
  org: z.string().optional().describe('Only providers for the courses of this organisation; empty: all'),
});

/** edx-exams §1.3. */
export function providers(app: App, { vendors }: AppDeps): void {
  for (const { url, hide } of [
    { url: '/providers', hide: false },
    { url: '/provider', hide: true },
  ]) {
    app.get(
      url,
      {
        config: { scope: 'signedIn' },
        schema: {
          hide,
          summary: 'List the proctoring providers that a course can choose',
          description: 'Those of the settings that a course of that organisation can choose.',
          operationId: 'listProviders',
          querystring: query,
          response: { 200: z.array(providerChoice).describe('The providers') },
        },
      },
      async (request) => {
        const { org } = request.query;
        return vendors.names.flatMap((name) => {
          const { courseChoice, verboseName } = vendors.get(name);
          if (courseChoice === null) return [];
          const { orgKey, ltiConfigurationId } = courseChoice;
          if (org && orgKey !== null && orgKey !== org) return [];
          return [{ name, verbose_name: verboseName, lti_configuration_id: ltiConfigurationId }];
        });
      },
    );
  }
}
