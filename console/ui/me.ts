import { createContext, use } from 'react';
import type { Me } from '../api/shapes.ts';

export const MeContext = createContext<Me | null>(null);

/** Who is signed in; only below the signed-in part of the console. */
export function useMe(): Me {
  const me = use(MeContext);
  if (!me) throw new Error('Nobody is signed in here');
  return me;
}

/** The courses that the sign-in names. */
export function coursesOf(me: Me): string[] {
  return [...new Set(me.roles.flatMap(({ course }) => course ?? []))];
}

/** Whether the person sees what concerns the whole service. */
export function isOperator({ roles }: Me): boolean {
  return roles.some(({ role }) => role === 'operator' || role === 'global_staff');
}

/** Whether the person is staff of the course; global staff are staff of every one. */
export function isStaffOf({ roles }: Me, course: string): boolean {
  return roles.some((each) => each.role === 'global_staff' || (each.role === 'course_staff' && each.course === course));
}
