import type { Row } from '../api/shapes.ts';
import { isTrouble } from '../../rules/board/attention.ts';
import type { Phase } from '../../rules/board/phases.ts';
import type { RankedRow } from './order.ts';

/** What is looked for; an empty list of phases means all. */
export interface Filter {
  phases: readonly Phase[];
  troubleOnly: boolean;
  group: number | null;
  search: string;
}

/** Small letters without accents, so that "jose" finds "José". */
function fold(text: string): string {
  return text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase();
}

const texts = new WeakMap<Row, string>();

function searchedText(row: Row): string {
  const known = texts.get(row);
  if (known !== undefined) return known;
  const text = fold([row.learner[2], row.learner[1], row.code, String(row.id)].join('\n'));
  texts.set(row, text);
  return text;
}

function matchesSearch(row: Row, search: string): boolean {
  const words = fold(search).split(/\s+/).filter(Boolean);
  return words.every((word) => searchedText(row).includes(word));
}

/** Whether a row is shown. Trouble is shown whatever its phase. */
export function isShown(
  { row, attention }: Pick<RankedRow, 'row' | 'attention'>,
  { phases, troubleOnly, group, search }: Filter,
): boolean {
  const inTrouble = isTrouble(attention);
  if (troubleOnly && !inTrouble) return false;
  if (!inTrouble && phases.length > 0 && !phases.includes(row.phase)) return false;
  if (group !== null && row.group !== group) return false;
  return search === '' || matchesSearch(row, search);
}

/** Whether a filter leaves anything out. */
export function isFiltering({ phases, troubleOnly, group, search }: Filter): boolean {
  return troubleOnly || phases.length > 0 || group !== null || search !== '';
}
