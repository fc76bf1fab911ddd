import type { Row } from '../api/shapes.ts';
import type { Attention } from '../../rules/board/attention.ts';
import { t, tFor, tn } from '../words/words.ts';
import { Time } from '../ui/time.tsx';
import type { Column } from './columns.ts';
import { EndsCell } from './ends-cell.tsx';
import { HeardCell } from './heard-cell.tsx';
import { StatusCell } from './status-cell.tsx';
import type { BoardStore } from './store.ts';
import { TimeLeft } from './time-left.tsx';

export interface CellProps {
  row: Row;
  store: BoardStore;
  attention: Attention;
}

const NOTHING = <span className="quiet">–</span>;
const at = (instant: number | null) => (instant === null ? NOTHING : <Time at={instant} />);

function Extra({ row: { extra } }: { row: Row }) {
  const [planned, incident] = extra;
  if (planned + incident === 0) return NOTHING;
  const parts = [
    ...(planned > 0 ? [t('extra.planned', { minutes: planned })] : []),
    ...(incident > 0 ? [t('extra.incident', { minutes: incident })] : []),
  ];
  return (
    <>
      <span className="numbers">+{planned + incident}</span>
      <span className="quiet small">{parts.join(', ')}</span>
    </>
  );
}

function Effects({ row: { effects } }: { row: Row }) {
  const [pending, refused] = effects;
  if (pending + refused === 0) return NOTHING;
  return (
    <>
      {refused > 0 && <span className="tone-trouble">{tn('row.refused', refused)}</span>}
      {pending > 0 && <span>{tn('row.pending', pending)}</span>}
    </>
  );
}

const CELLS: Record<Column, (props: CellProps) => React.ReactNode> = {
  status: StatusCell,
  left: ({ row }) => <TimeLeft row={row} />,
  ends: EndsCell,
  heard: HeardCell,
  extra: Extra,
  group: ({ row, store }) => store.head?.groups.find(({ id }) => id === row.group)?.name ?? NOTHING,
  started: ({ row }) => at(row.started),
  handed_in: ({ row }) => at(row.phase === 'stopped' ? null : row.stopped),
  code: ({ row }) => <code className="code">{row.code}</code>,
  type: ({ row }) => tFor('type', row.type),
  attempts: ({ row }) => <span className="numbers">{row.earlier.length + 1}</span>,
  effects: Effects,
  limit: ({ row }) => (row.limit === null ? NOTHING : t('time.minutes', { minutes: Math.round(row.limit / 60) })),
};

/** What a column shows of a row. */
export function Cell({ column, ...props }: CellProps & { column: Column }) {
  const Content = CELLS[column];
  return <Content {...props} />;
}
