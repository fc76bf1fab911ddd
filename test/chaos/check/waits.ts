import type { Evidence, FaultRecord, ScarcitySample, Violation, WishRecord } from './evidence.ts';
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

/** The parts of a span in which nothing was out of order. */
function calmWithin({ from, to }: Span, outages: readonly Span[]): Span[] {
  const edges = [from, ...outages.flatMap((outage) => [outage.from, outage.to]), to].map((at) =>
    Math.min(to, Math.max(from, at)),
  );
  return edges.flatMap((edge, index) => (index % 2 === 0 ? [{ from: edge, to: edges[index + 1] ?? edge }] : []));
}

/** What had been lost by an instant; between two looks, as much as before the later one. */
const lostBy = (at: number, samples: readonly ScarcitySample[]) =>
  (samples.find((sample) => sample.at >= at) ?? samples.at(-1))?.lostMs ?? 0;

/**
 * Milliseconds for which a wish waited while nothing was out of order. On a busy machine its steps also wait for a
 * processor: the time that the one lost that lost most does not count, so it is the wait of a calm machine that is judged.
 */
export function waitOf(
  { tries, answer }: WishRecord,
  { outages, scarcity }: { outages: readonly Span[]; scarcity: readonly ScarcitySample[] },
): number {
  const from = tries[0]?.sentAt ?? 0;
  const to = answer?.at ?? tries.at(-1)?.endedAt ?? from;
  const waits = calmWithin({ from, to }, outages).map((span) => {
    const lost = lostBy(span.to, scarcity) - lostBy(span.from, scarcity);
    return Math.max(0, span.to - span.from - lost);
  });
  return waits.reduce((sum, each) => sum + each, 0);
}

/** Everybody gets an answer, and nobody waits much longer for it than the outage lasted. */
export function checkWaits({ wishes, faults, scarcity }: Evidence): Violation[] {
  const outages = outagesOf(faults);
  return wishes.flatMap((record): Violation[] => {
    if (record.answer === null) return [{ rule: 'wait', what: `${nameOf(record)} was never answered` }];
    const waited = waitOf(record, { outages, scarcity });
    if (waited <= MOST_WAIT_MS) return [];
    return [{ rule: 'wait', what: `${nameOf(record)} waited ${Math.round(waited / 100) / 10} s while all was up` }];
  });
}
