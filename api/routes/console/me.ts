import { callerOf } from '../../plugins/authentication.ts';
import type { AppDeps } from '../../app-deps.ts';
import type { Caller } from '../../auth/caller.ts';
import { me as answer } from '../../schemas/console/me.ts';
import { noQuery } from '../../schemas/console/query.ts';
import type { App } from '../app-instance.ts';

const ROLE_NAMES = { staff: 'course_staff', invigilator: 'invigilator', reviewer: 'reviewer' } as const;

const everywhere = <Role extends string>(role: Role) => ({ role, course: null, group: null });

function rolesOf({ isGlobalStaff, isOperator, courseRoles }: Caller) {
  return [
    ...(isGlobalStaff ? [everywhere('global_staff' as const)] : []),
    ...(isOperator ? [everywhere('operator' as const)] : []),
    ...courseRoles.map(({ role, course }) => ({ role: ROLE_NAMES[role], course, group: null })),
  ];
}

/** The language that the browser asks for first; null if it names none. */
function localeOf(accepted: string | undefined): string | null {
  return /^\s*([a-z]{2,3}(?:-[a-z0-9]{2,8})*)/i.exec(accepted ?? '')?.[1] ?? null;
}

/** Who is signed in, so that a console knows what to offer. Every call checks the same again. */
export function me(app: App, deps: AppDeps): void {
  app.get(
    '/me',
    {
      config: { scope: 'signedIn' },
      schema: {
        summary: 'Get who is signed in and what they may do',
        description: 'The console shows only what the roles allow. Every call checks the same again.',
        operationId: 'getMe',
        querystring: noQuery,
        response: { 200: answer.describe('The person') },
      },
    },
    async (request) => {
      const caller = callerOf(request);
      return {
        user: { id: caller.userId, username: caller.username, name: caller.fullName },
        roles: rolesOf(caller),
        zone: deps.config.site.timeZone,
        locale: localeOf(request.headers['accept-language']),
        undo_window_seconds: deps.config.acts.undoWindowSeconds,
        session_ends_at: caller.hasSession ? caller.signedInUntil : null,
        signed_in_by: caller.hasSession ? ('session' as const) : ('token' as const),
      };
    },
  );
}
