import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createEventReader, type StreamEvent } from '../../../console/live/sse.ts';

function read(...pieces: string[]): StreamEvent[] {
  const events: StreamEvent[] = [];
  const take = createEventReader((event) => events.push(event));
  for (const piece of pieces) take(piece);
  return events;
}

const STREAM = ': hello\n\nid: 7\nevent: row\ndata: {"id":1}\n\nevent: pulse\ndata: one\ndata: two\n\n';
const EVENTS = [
  { event: 'row', data: '{"id":1}', id: '7' },
  { event: 'pulse', data: 'one\ntwo', id: '7' },
];

test('an event has its name, its data and the last id that was sent', () => {
  expect(read(STREAM)).toEqual(EVENTS);
});

test('it does not matter where the stream is cut, nor how its lines end', () => {
  fc.assert(
    fc.property(
      fc.array(fc.nat(STREAM.length * 2), { maxLength: 6 }),
      fc.constantFrom('\n', '\r\n'),
      (cuts, lineEnd) => {
        const text = STREAM.replaceAll('\n', lineEnd);
        const places = [0, ...cuts.toSorted((one, other) => one - other), text.length];
        expect(read(...places.map((place, index) => text.slice(places[index - 1] ?? 0, place)))).toEqual(EVENTS);
      },
    ),
  );
});

test('comments and events without data are no events', () => {
  expect(read(': still here\n\nevent: row\n\n')).toEqual([]);
});

test('an id alone says that everything up to it was sent', () => {
  expect(read('id: 7\n\nid: 7\n\nid: 8\n\n').map(({ event, id }) => [event, id])).toEqual([
    ['position', '7'],
    ['position', '8'],
  ]);
});
