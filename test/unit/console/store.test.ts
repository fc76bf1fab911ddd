import { expect, test } from 'vitest';
import { BoardStore } from '../../../console/board/store.ts';
import { boardOf, boardRow, NOON } from '../../support/board-rows.ts';

const MINUTE = 60_000;

/** A store whose repaints are made by hand. */
function openStore() {
  const waiting: (() => void)[] = [];
  const clock = { now: NOON };
  const store = new BoardStore({ schedule: (work) => waiting.push(work), now: () => clock.now });
  const repaint = () => {
    for (const work of waiting.splice(0)) work();
  };
  return { store, repaint, clock, waiting };
}

const ids = (store: BoardStore) => store.rows.map(({ id }) => id);

test('a row that is older than the known one changes nothing', () => {
  const { store } = openStore();
  store.load(boardOf([boardRow({ v: 5, status: 'submitted' })]));
  store.put(boardRow({ v: 4 }));
  expect(store.row(1)?.status).toBe('submitted');
});

test('a thousand changes make one repaint, and each row hears of its own', () => {
  const { store, repaint, waiting } = openStore();
  store.load(boardOf([boardRow({ id: 1 }), boardRow({ id: 2 })]));
  repaint();
  const heard = { first: 0, second: 0, list: 0 };
  store.subscribeToRow(1, () => (heard.first += 1));
  store.subscribeToRow(2, () => (heard.second += 1));
  store.subscribeToList(() => (heard.list += 1));
  for (let v = 2; v < 1002; v += 1) store.put(boardRow({ id: 1, v }));
  expect(waiting).toHaveLength(1);
  repaint();
  expect(heard).toEqual({ first: 1, second: 0, list: 1 });
});

test('the first board is shown at once, those after it with the next repaint', () => {
  const { store, repaint } = openStore();
  let heard = 0;
  store.subscribeToList(() => (heard += 1));
  store.load(boardOf([boardRow()]));
  expect(heard).toBe(1);
  repaint();
  expect(heard).toBe(1);
  store.load(boardOf([boardRow({ v: 2 })]));
  expect(heard).toBe(1);
  repaint();
  expect(heard).toBe(2);
});

test('a whole board takes away what it does not have; a part of one does not', () => {
  const { store } = openStore();
  store.load(boardOf([boardRow({ id: 1 }), boardRow({ id: 2 }), boardRow({ id: 3 })]));
  store.load(boardOf([], { gone: [3] }));
  expect(ids(store)).toEqual([1, 2]);
  store.load(boardOf([boardRow({ id: 2 })]));
  expect(ids(store)).toEqual([2]);
});

test('a row that has gone is still known, for a list that is held, and can come back', () => {
  const { store } = openStore();
  store.load(boardOf([boardRow()]));
  store.remove(1);
  expect([store.size, store.isGone(1), store.row(1)?.id]).toEqual([0, true, 1]);
  store.put(boardRow());
  expect([store.size, store.isGone(1)]).toEqual([1, false]);
});

test("a new attempt takes the place of the learner's earlier one", () => {
  const { store } = openStore();
  store.load(boardOf([boardRow({ id: 1 })]));
  store.put(boardRow({ id: 2, earlier: [1] }));
  expect(ids(store)).toEqual([2]);
});

test('a page that was heard from is heard from until the service says that it is silent', () => {
  const { store } = openStore();
  store.load(boardOf([boardRow({ heard: NOON - 50_000 })]));
  const later = NOON + 10 * 60_000;
  const heardAt = () => store.heardAt(store.row(1) ?? boardRow(), later);
  expect(heardAt()).toBe(later);
  store.hear([[1, NOON - 80_000]]);
  expect(heardAt()).toBe(NOON - 80_000);
  store.hear([[1, NOON]]);
  expect(heardAt()).toBe(later);
});

test('a bulk act that was begun here does not forget what was heard of it before the answer came', () => {
  const { store } = openStore();
  store.expect('one');
  expect(store.progress).toEqual({ bulk_id: 'one', done: 0, failed: 0 });
  store.follow({ bulk_id: 'two', done: 2, failed: 1 });
  store.expect('two');
  expect(store.progress).toEqual({ bulk_id: 'two', done: 2, failed: 1 });
});

test('the first rows of a board are shown at once and take away nothing; it is whole only with all of them', () => {
  const { store } = openStore();
  store.put(boardRow({ id: 3 }));
  const shown: [boolean, number[]][] = [];
  store.subscribeToList(() => shown.push([store.isWhole, ids(store)]));
  store.load({ ...boardOf([boardRow({ id: 1 })]), gone: [] });
  store.load(boardOf([boardRow({ id: 1 }), boardRow({ id: 2 })]));
  expect(shown).toEqual([
    [false, [3, 1]],
    [true, [1, 2]],
  ]);
});

test('an end that was moved says by how much, from where it was at first, for ten minutes', () => {
  const { store, clock } = openStore();
  const end = NOON + 40 * MINUTE;
  store.load(boardOf([boardRow({ ends: end })]));
  const movedBy = () => store.movedEnds.movedBy(store.row(1) ?? boardRow(), clock.now) / MINUTE;
  expect(movedBy()).toBe(0);
  store.put(boardRow({ v: 2, ends: end + 150 * MINUTE }));
  clock.now += 5 * MINUTE;
  store.put(boardRow({ v: 3, ends: end + 15 * MINUTE }));
  expect(movedBy()).toBe(15);
  clock.now += 11 * MINUTE;
  expect(movedBy()).toBe(0);
});
