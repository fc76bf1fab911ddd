import { useEffect } from 'react';
import { readBackends } from '../api/calls.ts';
import { isServed } from '../api/is-served.ts';
import type { BackendHealth, Me } from '../api/shapes.ts';
import { useAnswer } from '../api/use-answer.ts';
import { coursesOf, useMe } from '../ui/me.ts';
import { Time } from '../ui/time.tsx';
import { t } from '../words/words.ts';

const READ_EVERY_MS = 15_000;

/** Of which course the person may see the providers: `all`, one, or null for none. */
function scopeOf(me: Me): string | null {
  if (me.roles.some(({ role }) => role === 'global_staff' || role === 'operator')) return 'all';
  const own = coursesOf(me).filter((course) =>
    me.roles.some((each) => each.role === 'course_staff' && each.course === course),
  );
  return own.length === 1 ? (own[0] ?? null) : null;
}

const time = (at: string | null | undefined) => (at ? Date.parse(at) : Number.NEGATIVE_INFINITY);

/** Whether the provider failed when it was called last. */
export const isInTrouble = ({ last_ok, last_error, breaker }: BackendHealth) =>
  breaker === 'open' || time(last_error?.at) > time(last_ok);

/** Says which providers do not answer, since exams wait for them; nothing while all is well. */
export function VendorTrouble() {
  const me = useMe();
  const scope = isServed('/backends') ? scopeOf(me) : null;
  const course = scope === 'all' ? null : scope;
  const { data, reload } = useAnswer(scope === null ? null : `backends ${scope}`, (signal) =>
    readBackends(course, signal),
  );
  useEffect(() => {
    const timer = setInterval(reload, READ_EVERY_MS);
    return () => clearInterval(timer);
  }, [reload]);
  return (data ?? []).filter(isInTrouble).map(({ name, kind, last_error }) => (
    <output key={name} className="notice notice-warn">
      <span>
        {t('today.vendor', { name: kind })}{' '}
        {last_error && (
          <>
            <Time at={Date.parse(last_error.at)} form="seconds" /> · {last_error.message}
          </>
        )}
      </span>
    </output>
  ));
}
