import { listActiveExams } from '../../../db/exams.ts';
import { vendorOf } from '../../../vendors/exam-facts.ts';
import type { AppDeps } from '../../app-deps.ts';
import { throwIfInvalid } from '../../errors/throw-if-invalid.ts';
import { readBackendHealth } from '../../exams/backend-health.ts';
import { query } from '../../schemas/console/query.ts';
import { backendHealth as answer } from '../../schemas/console/settings.ts';
import { courseKey } from '../../schemas/fields.ts';
import type { App } from '../app-instance.ts';

/** The back-ends that proctor the active exams of a course; without a course all that are set up. */
async function namesOf({ pool, vendors }: AppDeps, course: string | undefined): Promise<string[]> {
  if (course === undefined) return [...vendors.names];
  const exams = await listActiveExams(pool, course);
  const used = new Set(exams.flatMap((exam) => vendorOf(vendors, exam)?.name ?? []));
  return vendors.names.filter((name) => used.has(name));
}

/** How the proctoring providers are. */
export function backends(app: App, deps: AppDeps): void {
  app.get(
    '/backends',
    {
      config: { scope: 'operatorsOrCourseStaff', namedIn: 'query' },
      attachValidation: true,
      schema: {
        summary: 'List the proctoring providers and how they are',
        description: 'As any process of the service has found them when it last called them. Without secrets.',
        operationId: 'listBackends',
        querystring: query({ course: courseKey.optional().describe('Course key; only those that its exams have') }),
        response: { 200: answer.describe('The providers') },
      },
    },
    async (request) => {
      throwIfInvalid(request, 'querystring');
      const health = await readBackendHealth(deps, await namesOf(deps, request.query.course));
      return health.map((each) => ({ ...each, is_default: each.name === deps.vendors.defaultName }));
    },
  );
}
