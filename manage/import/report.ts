import type { Output } from '../terminal.ts';

/** What is brought over, in this order. */
export const KINDS = [
  'people',
  'exams',
  'review policies',
  'allowances',
  'attempts',
  'removed attempts',
  'reviews',
] as const;
export type Kind = (typeof KINDS)[number];

/**
 * What became of a row: added, changed after its original, as its original already, left alone because more has happened
 * to it here, left for later, or not brought over. Those whose clocks run are counted once more.
 */
export const FATES = ['new', 'changed', 'same', 'gone on here', 'left for later', 'unfit', 'running'] as const;
export type Fate = (typeof FATES)[number];

/** Counts what becomes of rows, and tells at once of those that do not fit. Names and texts of people are never told. */
export interface Report {
  count(kind: Kind, fate: Fate, rows?: number): void;
  /** A row that is not brought over, and why. */
  refuse(kind: Kind, subject: string, why: string): void;
  /** What an operator should know, though all was done; said once. */
  note(text: string): void;
  /** Whether everything was brought over. */
  isComplete(): boolean;
  /** The table of counts. */
  lines(): string[];
}

export function createReport(output: Pick<Output, 'line' | 'problem'>): Report {
  const counts = new Map<string, number>();
  const said = new Set<string>();
  const countOf = (kind: Kind, fate: Fate) => counts.get(`${kind}/${fate}`) ?? 0;
  const count = (kind: Kind, fate: Fate, rows = 1) => void counts.set(`${kind}/${fate}`, countOf(kind, fate) + rows);
  return {
    count,
    refuse(kind, subject, why) {
      count(kind, 'unfit');
      output.problem(`${subject}: ${why}`);
    },
    note(text) {
      if (!said.has(text)) output.line(text);
      said.add(text);
    },
    isComplete: () => KINDS.every((kind) => countOf(kind, 'unfit') === 0),
    lines() {
      const shown = FATES.filter((fate) => fate === 'new' || KINDS.some((kind) => countOf(kind, fate) > 0));
      const row = (first: string, cells: readonly (string | number)[]) =>
        first.padEnd(18) + cells.map((cell, place) => String(cell).padStart((shown[place] ?? '').length + 2)).join('');
      return [
        row('', shown),
        ...KINDS.map((kind) =>
          row(
            kind,
            shown.map((fate) => String(countOf(kind, fate)).padStart(6)),
          ),
        ),
      ];
    },
  };
}
