import type { Evidence, FaultRecord, Violation, WishRecord } from './evidence.ts';
import { nameOf } from './wishes-and-steps.ts';

/** So much longer than the outage may somebody wait. */
export const MOST_WAIT_MS = 10_000;

interface Span {
  from: number;
  to: number;
}

/** The times in which something was out of order, without overlaps, in order. */
export function outagesOf(faults: readonly FaultRecord[]): Span[] {
  const spans = faults.filter(({ how }) => how !== 'clock').sort((one, other) => one.from - other.from);
  const merged: Span[] = [];
  for (const { from, to } of spans) {
    const last = merged.at(-1);
    if (last && from <= last.to) last.to = Math.max(last.to, to);
    else merged.push({ from, to });
  }
  return merged;
}

/** Milliseconds for which a wish waited while nothing was out of order. */
export function waitOf({ tries, answer }: WishRecord, outages: readonly Span[]): number {
  const from = tries[0]?.sentAt ?? 0;
  const to = answer?.at ?? tries.at(-1)?.endedAt ?? from;
  const out = outages.map((outage) => Math.max(0, Math.min(to, outage.to) - Math.max(from, outage.from)));
  return to - from - out.reduce((sum, each) => sum + each, 0);
}

/** Everybody gets an answer, and nobody waits much longer for it than the outage lasted. */
export function checkWaits({ wishes, faults }: Evidence): Violation[] {
  const outages = outagesOf(faults);
  return wishes.flatMap((record): Violation[] => {
    if (record.answer === null) return [{ rule: 'wait', what: `${nameOf(record)} was never answered` }];
    const waited = waitOf(record, outages);
    if (waited <= MOST_WAIT_MS) return [];
    return [{ rule: 'wait', what: `${nameOf(record)} waited ${Math.round(waited / 100) / 10} s while all was up` }];
  });
}
