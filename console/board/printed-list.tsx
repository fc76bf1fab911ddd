import { DataTable } from '../ui/data-table.tsx';
import { PrintedNote } from '../ui/printed-note.tsx';
import { Time } from '../ui/time.tsx';
import { t, tFor, tn } from '../words/words.ts';
import { learnerName } from './learner-name.ts';
import type { ListProps } from './list-props.ts';
import { stateOf } from './status.ts';

const instant = (at: number | null) => (at === null ? '–' : <Time at={at} />);

/** The board on paper: everybody whom the view shows, by name, since on the screen only the rows in sight are in the page. */
export function PrintedList({ order: { ids }, store }: ListProps) {
  const rows = ids
    .flatMap((id) => store.row(id) ?? [])
    .toSorted((one, other) => learnerName(one).localeCompare(learnerName(other)));
  return (
    <>
      <p>
        <PrintedNote />
      </p>
      <DataTable
        caption={tn('board.attempts', rows.length)}
        items={rows}
        keyOf={({ id }) => id}
        columns={[
          { title: t('column.learner'), render: learnerName },
          { title: t('column.user_name'), render: ({ learner: [, username] }) => username },
          { title: t('column.status'), render: (row) => tFor('status', stateOf(row, 'rest')) },
          { title: t('column.started'), render: ({ started }) => instant(started) },
          { title: t('column.ends'), render: ({ ends }) => instant(ends) },
          { title: t('attempt.stopped'), render: ({ stopped }) => instant(stopped) },
        ]}
      />
    </>
  );
}
