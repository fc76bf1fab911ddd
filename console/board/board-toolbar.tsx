import { lazy, Suspense } from 'react';
import { t, tn } from '../words/words.ts';
import { Choice } from '../ui/choice.tsx';
import { oncePainted } from '../ui/until-painted.ts';
import { ColumnsMenu } from './columns-menu.tsx';
import { isFiltering } from './filter.ts';
import { SORTS } from './order.ts';
import type { BoardHead } from './store.ts';
import type { ShownOrder } from './use-shown-order.ts';
import { PLAIN_VIEW, type ViewState } from './view-state.ts';
import { isServed } from '../api/is-served.ts';

const ViewsMenu = lazy(oncePainted(() => import('./views-menu.tsx')));

interface BoardToolbarProps {
  head: BoardHead;
  view: ViewState;
  onChange: (change: Partial<ViewState>) => void;
  order: ShownOrder;
  all: number;
}

function OrderState({ order }: { order: ShownOrder }) {
  return (
    <>
      <button
        type="button"
        className="button"
        aria-pressed={order.isHeldByPerson}
        onClick={() => order.hold('person', !order.isHeldByPerson)}
      >
        {t('board.freeze')}
      </button>
      {order.changes > 0 && (
        <button type="button" className="button button-notable" onClick={order.apply}>
          {tn('board.changes', order.changes)} <kbd>.</kbd>
        </button>
      )}
    </>
  );
}

/** Keeps the place of the menu until it is there. */
function ViewsButton() {
  return (
    <button type="button" className="button" disabled>
      {t('views.title')}
    </button>
  );
}

/** Search, order and columns. */
export function BoardToolbar({ head, view, onChange, order, all }: BoardToolbarProps) {
  const shown = order.ids.length;
  return (
    <search className="toolbar">
      <label className="search">
        <span className="visually-hidden">{t('board.search')}</span>
        <input
          id="board-search"
          type="search"
          className="input"
          placeholder={t('board.search_hint')}
          value={view.search}
          onChange={(event) => onChange({ search: event.target.value })}
        />
      </label>
      <Choice
        label={t('board.sort')}
        value={view.sort}
        options={SORTS.map((sort) => [sort, t(`sort.${sort}`)])}
        onChoice={(sort) => onChange({ sort })}
      />
      {head.groups.length > 0 && (
        <Choice
          label={t('column.group')}
          value={String(view.group ?? '')}
          options={[['', t('board.all_groups')], ...head.groups.map(({ id, name }) => [String(id), name] as const)]}
          onChoice={(group) => onChange({ group: group === '' ? null : Number(group) })}
        />
      )}
      <ColumnsMenu head={head} columns={view.columns} onColumns={(columns) => onChange({ columns })} />
      {isServed('/me/views') && (
        <Suspense fallback={<ViewsButton />}>
          <ViewsMenu course={head.exam.course} view={view} onView={onChange} />
        </Suspense>
      )}
      <OrderState order={order} />
      <output className="toolbar-count">
        {shown === all ? tn('board.attempts', all) : t('board.shown', { shown, all })}
        {isFiltering(view) && (
          <button
            type="button"
            className="button button-small"
            onClick={() => onChange({ ...PLAIN_VIEW, sort: view.sort, columns: view.columns })}
          >
            {t('board.clear')}
          </button>
        )}
      </output>
    </search>
  );
}
