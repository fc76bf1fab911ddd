import { memoryOf, polledAttempt, type Row } from './row.ts';
import { COURSES, POLLED_BLOCK, type RunningService } from './service.ts';

type PathOf = (service: RunningService) => string;

/** A request that is always the same. */
function same(key: string, title: string, person: string, pathOf: PathOf, sent?: { body: unknown }): Row {
  return {
    key,
    title,
    kind: 'reads',
    async turn(service, caller) {
      const { requests } = memoryOf(service);
      let request = requests.get(key);
      if (!request) {
        request = await caller.prepare(sent ? 'PUT' : 'GET', pathOf(service), person, sent?.body);
        requests.set(key, request);
      }
      await caller.send(request);
    },
  };
}

/** A page, or a search, of the list of a course's attempts. */
const list = (key: string, title: string, course: string, rest = '') =>
  same(key, title, 'staff', () => `attempt/grouped/course_id/${course}${rest}`);

const mfePath = `attempt/course_id/${COURSES.polled}?content_id=${encodeURIComponent(POLLED_BLOCK)}&is_learning_mfe=true`;

/** What is read again and again, and the ping. */
export const READS: readonly Row[] = [
  same('poll', 'poll `GET attempt/{id}`', 'poller', (service) => `attempt/${polledAttempt(service)}`),
  same('timer', 'timer poll `GET attempt`', 'poller', () => 'attempt'),
  same('mfe', 'MFE exam fetch', 'poller', () => mfePath),
  {
    ...same('ping', 'ping `PUT attempt/{id}`', 'poller', (service) => `attempt/${polledAttempt(service)}`, {
      body: { action: 'ping' },
    }),
    onlyOurs: true,
  },
  {
    ...same('timeline', 'timeline of an attempt', 'staff', (service) => {
      return `/api/proctoring/v1/attempts/${polledAttempt(service)}/timeline`;
    }),
    onlyOurs: true,
  },
  list('list-10k', 'staff list of 10,000, page 1', COURSES.large),
  list('list-10k-middle', 'staff list of 10,000, page 200', COURSES.large, '?page=200'),
  list('list-100k', 'staff list of 100,000, page 1', COURSES.huge),
  list('list-100k-middle', 'staff list of 100,000, page 2,000', COURSES.huge, '?page=2000'),
  list('list-100k-last', 'staff list of 100,000, page 4,000', COURSES.huge, '?page=4000'),
  list('search-10k', 'staff search in 10,000', COURSES.large, '/search/u0123'),
  list('search-100k', 'staff search in 100,000', COURSES.huge, '/search/u0123'),
];
