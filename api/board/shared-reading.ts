import { readBoardRows } from './rows.ts';

type Deps = Parameters<typeof readBoardRows>[0];
type Reading = Awaited<ReturnType<typeof readBoardRows>>;

/**
 * Reads everybody's rows of an exam; who asks while they are being read gets the same. That may have begun a moment ago, so
 * changes from its position on are still to come.
 */
export function createSharedReading(deps: Deps): (examId: number, now: number) => Promise<Reading> {
  const begun = new Map<number, Promise<Reading>>();
  return (examId, now) => {
    const going = begun.get(examId);
    if (going) return going;
    const reading = readBoardRows(deps, { examIds: [examId], selection: 'everybody' }, now).finally(() => {
      begun.delete(examId);
    });
    begun.set(examId, reading);
    return reading;
  };
}
