import type { AttemptRead, Evidence, StepRead, Try, WishRecord } from './evidence.ts';

/** Clocks of one host, read by different processes. */
export const TOLERANCE_MS = 1_000;

export interface Found {
  attempt: AttemptRead;
  step: StepRead;
}

/** The steps by the id of the wish whose request made them. */
export function stepsByWish({ attempts }: Pick<Evidence, 'attempts'>): Map<string, Found[]> {
  const found = new Map<string, Found[]>();
  for (const attempt of attempts) {
    for (const step of attempt.steps) {
      const [wish, number] = step.requestId?.split('.') ?? [];
      if (wish === undefined || number === undefined) continue;
      found.set(wish, [...(found.get(wish) ?? []), { attempt, step }]);
    }
  }
  return found;
}

/** Whether an answer says nothing about the request, so that it is sent again. */
export const isPassing = ({ status, code }: Pick<Try, 'status' | 'code'>) =>
  status === 0 || status >= 500 || status === 408 || status === 425 || status === 429 || code === 'request_in_progress';

/** Statuses in which a clock runs. */
export const RUNNING = ['started', 'ready_to_submit'];

/** Whether the latest change removed the attempt. */
export const isRemoved = ({ steps }: Pick<AttemptRead, 'steps'>) => steps.at(-1)?.to === '(deleted)';

export const isAccepted = ({ answer }: WishRecord) => answer !== null && answer.status < 300;

/** From when to when a wish may have been carried out. */
export function spanOf({ tries, answer }: Pick<WishRecord, 'tries' | 'answer'>): { from: number; to: number } {
  return {
    from: (tries[0]?.sentAt ?? Infinity) - TOLERANCE_MS,
    to: (answer?.at ?? tries.at(-1)?.endedAt ?? -Infinity) + TOLERANCE_MS,
  };
}

/** The statuses that an attempt had at some time within the span. */
export function statusesWithin({ steps }: AttemptRead, { from, to }: { from: number; to: number }): string[] {
  const before = steps.findLast(({ at }) => at < from);
  const within = steps.filter(({ at }) => at >= from && at <= to);
  return [...(before ? [before.to] : []), ...within.map((step) => step.to)];
}

/** Whether the clock was held, or not, at some time within the span. */
export function pausesWithin({ steps }: AttemptRead, { from, to }: { from: number; to: number }): boolean[] {
  const holds = steps.flatMap(({ at, event }) =>
    event === 'pause' || event === 'unpause' ? [{ at, on: event === 'pause' }] : [],
  );
  const before = holds.findLast(({ at }) => at < from)?.on ?? false;
  return [before, ...holds.filter(({ at }) => at >= from && at <= to).map(({ on }) => on)];
}

/** How a wish is named in a violation. */
export function nameOf({ id, wish, attemptId }: WishRecord): string {
  const about = attemptId === null ? '' : ` of attempt ${attemptId}`;
  return `${id} (${wish.what === 'act' || wish.what === 'bulk' ? wish.act : wish.what}${about})`;
}
