import { BESIDE_BOARD, boardPath } from '../ui/addresses.ts';
import { lazy, Suspense, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useLocation, useSearch } from 'wouter';
import { useHistoryState } from 'wouter/use-browser-location';
import { SurroundingsContext } from '../acts/acts-context.ts';
import { Failure, Stale } from '../ui/failure.tsx';
import { useIsPrinted, useMedia } from '../ui/media.ts';
import { Skeleton } from '../ui/skeleton.tsx';
import { useTitle } from '../ui/title.ts';
import { oncePainted } from '../ui/until-painted.ts';
import { t } from '../words/words.ts';
import type { Row } from '../api/shapes.ts';
import { Announcer } from './announcer.tsx';
import { BoardCards } from './board-cards.tsx';
import { BoardEmpty } from './board-empty.tsx';
import { BoardHeader } from './board-header.tsx';
import { BoardTable } from './board-table.tsx';
import { BoardToolbar } from './board-toolbar.tsx';
import { BulkProgress } from './bulk-progress.tsx';
import { fitColumns } from './columns.ts';
import { isFiltering, isShown } from './filter.ts';
import { FilterSheet } from './filter-sheet.tsx';
import { sortRows } from './order.ts';
import { PrintedList } from './printed-list.tsx';
import { Sitting } from './sitting.tsx';
import { countAll, summarise } from './summary.ts';
import { Tiles } from './tiles.tsx';
import { useBoard, useHead, useRankedRows } from './use-board.ts';
import { useBoardKeys } from './use-board-keys.ts';
import { useShownOrder } from './use-shown-order.ts';
import { PLAIN_VIEW, readView, writeView, type ViewState } from './view-state.ts';

const AttemptPanel = lazy(() => import('../attempt/attempt-panel.tsx'));
const SelectionBar = lazy(oncePainted(() => import('./selection-bar.tsx')));

interface BoardPageProps {
  course: string;
  exam: number;
  /** The attempt that is open beside the board. */
  attempt: number | null;
}

const PHONE = '(max-width: 40rem)';
const ROOMY = '(min-width: 60rem)';

type BoardProps = BoardPageProps & ReturnType<typeof useBoard>;

function Board({ course, exam, attempt, store, liveness, reload }: BoardProps) {
  const query = useSearch();
  const [, navigate] = useLocation();
  const opened = useHistoryState<Partial<typeof BESIDE_BOARD> | null>();
  const isAlone = attempt !== null && opened?.isBesideBoard !== true;
  const view = useMemo(() => readView(query), [query]);
  const base = boardPath(course, exam);
  const isPhone = useMedia(PHONE);
  const isRoomy = useMedia(ROOMY);
  const isPrinted = useIsPrinted();
  const [selected, setSelected] = useState<ReadonlySet<number>>(new Set());
  const [current, setCurrent] = useState<number | null>(attempt);

  const { ranked, isWhole } = useRankedRows(store);
  const wanted = useMemo(
    () =>
      sortRows(
        ranked.filter((row) => isShown(row, view)),
        view.sort,
      ).map(({ row }) => row.id),
    [ranked, view],
  );
  const order = useShownOrder(wanted, `${isWhole} ${query}`);
  const summary = useMemo(() => (isWhole ? summarise(ranked) : null), [ranked, isWhole]);
  const columns = useMemo(
    () => fitColumns(view.columns, isRoomy && attempt === null),
    [view.columns, isRoomy, attempt],
  );

  const changeView = useCallback(
    (change: Partial<ViewState>) => {
      const here = attempt === null ? base : `${base}/attempts/${attempt}`;
      navigate(here + writeView({ ...readView(location.search), ...change }), {
        replace: true,
        state: history.state as unknown,
      });
    },
    [attempt, base, navigate],
  );
  const open = useCallback(
    (id: number) => navigate(`${base}/attempts/${id}${location.search}`, { state: BESIDE_BOARD }),
    [base, navigate],
  );
  const close = useCallback(() => navigate(base + location.search), [base, navigate]);
  useBoardKeys({ store, order, current, setCurrent, setSelected, open, close, isOpen: attempt !== null });

  useTitle(store.head?.exam.name ?? t('board.title'));
  const isElsewhere = view.sort !== PLAIN_VIEW.sort || isFiltering(view) || (attempt !== null && !store.row(attempt));
  const isEarly = !isWhole && isElsewhere;
  if (!store.head || isEarly) {
    return (
      <div className="page">
        <h1 className="visually-hidden">{t('board.title')}</h1>
        {liveness.error ? <Failure error={liveness.error} onRetry={reload} /> : <Skeleton lines={10} />}
      </div>
    );
  }
  const { head } = store;
  const all = isWhole ? store.size : countAll(head.counts);
  const list = {
    store,
    order,
    columns,
    current,
    setCurrent,
    selected,
    setSelected,
    open,
    base,
    query: query && `?${query}`,
  };
  const ListOnScreen = isPhone ? BoardCards : BoardTable;
  const List = isPrinted ? PrintedList : ListOnScreen;
  const besides = isAlone ? 'board-alone' : 'board-with-panel';
  const boardLayout = attempt === null ? '' : besides;
  return (
    <div className={`board ${boardLayout}`}>
      {!isAlone && (
        <div className="board-main">
          <BoardHeader
            head={head}
            summary={summary}
            liveness={liveness}
            acts={isWhole && <Sitting store={store} exam={head.exam} ranked={ranked} onBegun={reload} />}
          />
          {liveness.error && <Stale error={liveness.error} onRetry={reload} />}
          <BulkProgress store={store} />
          <FilterSheet isFolded={isPhone} order={order} all={all} isFiltering={isFiltering(view)}>
            <Tiles
              counts={head.counts}
              trouble={summary?.troubled.size ?? head.counts.trouble}
              view={view}
              onChange={changeView}
            />
            <BoardToolbar head={head} view={view} onChange={changeView} order={order} all={all} />
          </FilterSheet>
          {order.ids.length > 0 ? (
            <List {...list} />
          ) : (
            <BoardEmpty isBare={store.size === 0} exam={head.exam} onClear={() => navigate(base, { replace: true })} />
          )}
        </div>
      )}
      <Suspense fallback={null}>
        <SelectionBar store={store} shown={order.ids} selected={selected} setSelected={setSelected} />
      </Suspense>
      {attempt !== null && (
        <Suspense fallback={<Skeleton />}>
          <AttemptPanel key={attempt} id={attempt} store={store} base={base} onClose={close} />
        </Suspense>
      )}
      {summary && <Announcer summary={summary} />}
    </div>
  );
}

/** The live list of one exam, and beside it the attempt that is open. */
export function BoardPage(props: BoardPageProps) {
  const { course, exam } = props;
  const board = useBoard(course, exam);
  const { store } = board;
  const head = useHead(store);
  const { liveness } = board;
  const latest = useRef(liveness);
  useEffect(() => {
    latest.current = liveness;
  }, [liveness]);
  const around = useMemo(
    () => ({
      course,
      exam: head?.exam ?? null,
      onRow: (row: Row) => store.put(row),
      staleSince: () => {
        const { how, error, heardAt } = latest.current;
        return how === 'lost' || error ? heardAt : null;
      },
    }),
    [course, head, store],
  );
  return (
    <SurroundingsContext value={around}>
      <Board {...props} {...board} />
    </SurroundingsContext>
  );
}
