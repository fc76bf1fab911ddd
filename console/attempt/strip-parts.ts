import type { StaffTimeline } from '../api/shapes.ts';
import { lookOf, type Tone } from '../board/status.ts';
import { isStatus } from '../../rules/attempt/statuses.ts';

/** A stretch of an attempt in one status. Instants in epoch milliseconds; places as shares of the whole, 0 to 1. */
export interface StripPart {
  status: string;
  tone: Tone;
  from: number;
  to: number;
  start: number;
  length: number;
}

export interface StripData {
  from: number;
  to: number;
  parts: StripPart[];
  /** Silences of the learner's page. */
  gaps: { from: number; to: number; start: number; length: number }[];
  /** The end that is still to come. */
  end: number | null;
}

const millis = (time: string) => Date.parse(time);
const toneOf = (status: string): Tone => (isStatus(status) ? lookOf(status).tone : 'quiet');

type Drawn = Pick<StaffTimeline, 'steps' | 'connection_gaps' | 'ends_at'>;

/** The stretches of an attempt up to `now`, or to its end if that is still to come; null without any step. */
export function stripParts({ steps, connection_gaps, ends_at }: Drawn, now: number): StripData | null {
  const [first] = steps;
  const last = steps.at(-1);
  if (!first || !last) return null;
  const isRunning = last.to === 'started' || last.to === 'ready_to_submit';
  const from = millis(first.at);
  const until = isRunning ? now : Math.min(now, millis(last.at));
  const end = isRunning && ends_at !== null ? millis(ends_at) : null;
  const to = Math.max(end ?? until, from + 1);
  const place = (instant: number) => (Math.min(Math.max(instant, from), to) - from) / (to - from);
  const stretch = (begin: number, finish: number) => ({
    from: begin,
    to: finish,
    start: place(begin),
    length: place(finish) - place(begin),
  });
  const parts = steps
    .map((step, index) => {
      const finish = steps[index + 1] ? millis(steps[index + 1]?.at ?? '') : until;
      return { status: step.to, tone: toneOf(step.to), ...stretch(millis(step.at), finish) };
    })
    .filter(({ length }) => length > 0);
  const gaps = connection_gaps.map((gap) => stretch(millis(gap.from), gap.to === null ? now : millis(gap.to)));
  return { from, to, parts, gaps, end };
}
