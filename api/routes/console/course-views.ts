import { deleteCourseView, listCourseViews, saveCourseView, type CourseView } from '../../../db/course-views.ts';
import type { AppDeps } from '../../app-deps.ts';
import { ApiError } from '../../errors/api-error.ts';
import { callerOf } from '../../plugins/authentication.ts';
import { noQuery } from '../../schemas/console/query.ts';
import * as schemas from '../../schemas/console/views.ts';
import { courseParams } from '../../schemas/params.ts';
import type { App } from '../app-instance.ts';
import { coursePaths } from '../course-paths.ts';

const LIST = '/courses/:course/views';

const wireView = ({ id, name, query, sharer }: CourseView) => ({
  id,
  name,
  query,
  shared_by: [sharer.id, sharer.username, sharer.fullName] as [number, string, string],
});

function listViews(app: App, { pool }: AppDeps): void {
  for (const { url, hide } of coursePaths(LIST)) {
    app.get(
      url,
      {
        config: { scope: 'courseTeam' },
        schema: {
          hide,
          summary: 'List the views of boards that the team of a course shares',
          description: 'Everybody who sees the boards of the course sees these too, beside their own.',
          operationId: 'listCourseViews',
          params: courseParams,
          querystring: noQuery,
          response: { 200: schemas.courseViews.describe('The views') },
        },
      },
      async (request) => ({ views: (await listCourseViews(pool, request.params.course)).map(wireView) }),
    );
  }
}

function shareView(app: App, { pool }: AppDeps): void {
  for (const { url, hide } of coursePaths(LIST)) {
    app.put(
      url,
      {
        config: { scope: 'courseStaff', errors: ['view_not_yours', 'too_many_views'] },
        attachValidation: true,
        schema: {
          hide,
          summary: 'Share a view of boards with the team of a course',
          description: 'Replaces the one with its name, if the caller has shared that or is global staff.',
          operationId: 'shareView',
          params: courseParams,
          querystring: noQuery,
          body: schemas.viewToShare,
          response: { 200: schemas.courseView.describe('The view') },
        },
      },
      async (request) => {
        const { course: courseId } = request.params;
        const { userId: by, isGlobalStaff: mayReplaceAny } = callerOf(request);
        const id = await saveCourseView(pool, { ...request.body, courseId, by, mayReplaceAny });
        const views = await listCourseViews(pool, courseId);
        const view = views.find((each) => each.id === id);
        if (view) return wireView(view);
        const isTaken = views.some(({ name }) => name === request.body.name);
        throw new ApiError(isTaken ? 'view_not_yours' : 'too_many_views');
      },
    );
  }
}

function removeView(app: App, { pool }: AppDeps): void {
  for (const { url, hide } of coursePaths(`${LIST}/:view_id(^\\d+$)`)) {
    app.delete(
      url,
      {
        config: { scope: 'courseStaff', body: 'ignored', errors: ['view_not_found', 'view_not_yours'] },
        attachValidation: true,
        schema: {
          hide,
          summary: 'Remove a view that was shared with the team of a course',
          description: 'By who shared it, or by global staff. What people have saved for themselves stays.',
          operationId: 'removeCourseView',
          params: schemas.viewOfCourse,
          querystring: noQuery,
          response: { 200: schemas.viewRemoved.describe('It is removed') },
        },
      },
      async (request) => {
        const { course, view_id: id } = request.params;
        const { userId, isGlobalStaff } = callerOf(request);
        const [view] = await listCourseViews(pool, course, id);
        if (!view) throw new ApiError('view_not_found');
        if (view.sharer.id !== userId && !isGlobalStaff) throw new ApiError('view_not_yours');
        await deleteCourseView(pool, course, id);
        return { removed: true as const };
      },
    );
  }
}

/** Ways to see boards that the team of a course shares. */
export function courseViews(app: App, deps: AppDeps): void {
  listViews(app, deps);
  shareView(app, deps);
  removeView(app, deps);
}
