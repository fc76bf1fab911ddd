import { ApiError } from '../../errors/api-error.ts';
import { localRows, rowsOfProfiles, type ListRow } from '../../onboarding/course-list.ts';
import { onboardingCourse, type OnboardingCourse } from '../../onboarding/exam-choice.ts';
import { profileFilterFor } from '../../../rules/onboarding/course-list.ts';
import { pseudonymOf } from '../../../vendors/pseudonym.ts';
import { noteRead } from '../../plugins/audit-log.ts';
import type { AppDeps } from '../../app-deps.ts';
import { onboardingList, onboardingListQuery } from '../../schemas/onboarding.ts';
import { PAGE_SIZE, pageOf } from '../../schemas/pages.ts';
import { courseParams } from '../../schemas/params.ts';
import { PREFIX } from '../../wire/addresses.ts';
import type { App } from '../app-instance.ts';
import { coursePaths } from '../course-paths.ts';

/** More than there are statuses. */
const MOST_STATUSES = 100;

const PROFILE_SWITCH = 'edx_proctoring.onboarding_profile_instructor_dashboard_api';

async function withProfiles(
  deps: AppDeps,
  course: OnboardingCourse,
  rows: ListRow[],
  wanted: readonly string[] | null,
): Promise<ListRow[]> {
  const { vendor, newest } = course;
  const statuses = profileFilterFor(wanted);
  if (statuses === null) return [];
  try {
    const profiles = await vendor.onboardingProfiles(newest.courseId, { statuses });
    const { obfuscationKey } = deps.config.proctoring;
    return await rowsOfProfiles(deps, rows, profiles ?? [], (userId) =>
      pseudonymOf(obfuscationKey, userId, vendor.name),
    );
  } catch (cause) {
    throw new ApiError('onboarding_unavailable', { cause });
  }
}

function pageAddress(courseId: string, filters: { text_search?: string; statuses?: string }, page: number): string {
  const given = Object.entries(filters).filter(([, value]) => value);
  const query = new URLSearchParams([...given, ['page', String(page)]]);
  return `${encodeURI(`${PREFIX}/v1/user_onboarding/status/course_id/${courseId}`)}?${query.toString()}`;
}

/** rest-api §8.2. */
export function onboardingListRoute(app: App, deps: AppDeps): void {
  for (const { url, hide } of coursePaths('/v1/user_onboarding/status/course_id/:course')) {
    app.get(
      url,
      {
        config: { scope: 'courseStaff', errors: ['onboarding_not_found', 'onboarding_unavailable'] },
        schema: {
          hide,
          summary: "List the onboarding status of a course's learners",
          description: 'Of everybody who may take proctored exams, whether or not they have begun.',
          operationId: 'listOnboardingStatus',
          params: courseParams,
          querystring: onboardingListQuery,
          response: { 200: onboardingList.describe('The page') },
        },
      },
      async (request) => {
        const { course: courseId } = request.params;
        noteRead(request, 'onboarding.list', { course_id: courseId });
        const course = await onboardingCourse(deps, courseId);
        if (!course) throw new ApiError('onboarding_not_found');
        const { page: wanted, ...filters } = request.query;
        const useProfiles = deps.config.switches.has(PROFILE_SWITCH);
        const local = await localRows(
          deps,
          course,
          await deps.lookups.proctoredEnrollments(courseId, filters.text_search || null),
        );
        const statuses = filters.statuses ? [...new Set(filters.statuses.split(',', MOST_STATUSES))] : null;
        const rows = useProfiles ? await withProfiles(deps, course, local, statuses) : local;
        const kept = statuses ? rows.filter(({ status }) => status !== null && statuses.includes(status)) : rows;
        const page = pageOf(kept.length, wanted);
        return {
          count: kept.length,
          previous: page.hasPrevious ? pageAddress(courseId, filters, page.number - 1) : null,
          next: page.hasNext ? pageAddress(courseId, filters, page.number + 1) : null,
          num_pages: page.total,
          results: kept.slice(page.offset, page.offset + PAGE_SIZE),
          use_onboarding_profile_api: useProfiles,
        };
      },
    );
  }
}
