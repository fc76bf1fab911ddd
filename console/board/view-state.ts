import { PHASES, type Phase } from '../../rules/board/phases.ts';
import { COLUMNS, DEFAULT_COLUMNS, type Column } from './columns.ts';
import type { Filter } from './filter.ts';
import { SORTS, type Sort } from './order.ts';

/** All that decides what a board shows. It stands in the address, so that a link shows the same. */
export interface ViewState extends Filter {
  sort: Sort;
  columns: readonly Column[];
}

export const PLAIN_VIEW: ViewState = {
  phases: [],
  troubleOnly: false,
  group: null,
  search: '',
  sort: 'attention',
  columns: DEFAULT_COLUMNS,
};

function listOf<T extends string>(text: string | null, known: readonly T[]): T[] | null {
  if (text === null) return null;
  const wanted = text.split(',');
  return known.filter((value) => wanted.includes(value));
}

/** The same in the order of the text; each at most once. */
function orderedListOf<T extends string>(text: string | null, known: readonly T[]): T[] | null {
  if (text === null) return null;
  const wanted = new Set(text.split(','));
  return [...wanted].flatMap((value) => known.find((each) => each === value) ?? []);
}

const wholeNumber = (text: string | null) => (text !== null && /^\d{1,15}$/.test(text) ? Number(text) : null);

/** Reads the query of an address; what it does not know it leaves as it is by default. */
export function readView(query: string): ViewState {
  const fields = new URLSearchParams(query);
  const [sort] = listOf(fields.get('sort'), SORTS) ?? [];
  return {
    phases: listOf<Phase>(fields.get('phase'), PHASES) ?? [],
    troubleOnly: fields.get('trouble') === '1',
    group: wholeNumber(fields.get('group')),
    search: fields.get('q') ?? '',
    sort: sort ?? PLAIN_VIEW.sort,
    columns: orderedListOf(fields.get('columns'), COLUMNS) ?? DEFAULT_COLUMNS,
  };
}

/** The query that says the same; what is as by default is left out. */
export function writeView({ phases, troubleOnly, group, search, sort, columns }: ViewState): string {
  const fields = new URLSearchParams();
  if (phases.length > 0) fields.set('phase', phases.join(','));
  if (troubleOnly) fields.set('trouble', '1');
  if (group !== null) fields.set('group', String(group));
  if (search !== '') fields.set('q', search);
  if (sort !== PLAIN_VIEW.sort) fields.set('sort', sort);
  if (columns.join() !== DEFAULT_COLUMNS.join()) fields.set('columns', columns.join(','));
  const query = fields.toString();
  return query === '' ? '' : `?${query.replaceAll('%2C', ',')}`;
}
