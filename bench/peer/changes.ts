import type { Caller } from './caller.ts';
import { learner } from './people.ts';
import { memoryOf, type Row } from './row.ts';
import type { RunningService } from './service.ts';

const act = (caller: Caller, id: unknown, person: string, action: string) =>
  caller.call('PUT', `attempt/${String(id)}`, person, { action });

function nextLearner(service: RunningService): string {
  const memory = memoryOf(service);
  memory.nextLearner += 1;
  return learner(memory.nextLearner);
}

/** A learner of their own takes an exam; returns the attempt as it is read at the end. */
async function takeExam(service: RunningService, caller: Caller, wish: object, actions: readonly string[]) {
  const person = nextLearner(service);
  const { exam_attempt_id: id } = await caller.call('POST', 'attempt', person, wish);
  for (const action of actions) await act(caller, id, person, action);
  return await caller.call('GET', `attempt/${String(id)}`, person);
}

const timed: Row = {
  key: 'timed',
  title: '**timed life cycle** (create + start, stop, submit, read)',
  kind: 'cycles',
  async turn(service, caller) {
    const wish = { exam_id: service.exams.timed, start_clock: 'true' };
    await takeExam(service, caller, wish, ['stop', 'submit']);
  },
};

const proctored: Row = {
  key: 'proctored',
  title: '**proctored life cycle** (create, start, stop, submit, read)',
  kind: 'cycles',
  async turn(service, caller) {
    const wish = { exam_id: service.exams.proctored, attempt_proctored: 'true' };
    const { external_id: external } = await takeExam(service, caller, wish, ['start', 'stop', 'submit']);
    if (typeof external === 'string') memoryOf(service).toReview.push(external);
  },
};

const REVIEW = {
  status: 'passed',
  comments: [{ comment: 'looked away', status: 'unreviewed', start: 1, stop: 5, duration: 4 }],
};

/** Of attempts that the row before has handed in, or that are taken for it. */
const review: Row = {
  key: 'review',
  title: '**review callback**',
  kind: 'tasks',
  async tasksOf(service, callers, { reviews }) {
    const { toReview } = memoryOf(service);
    const takeSome = async (caller: Caller) => {
      while (toReview.length < reviews) await proctored.turn(service, caller, '');
    };
    await Promise.all(callers.map(takeSome));
    return toReview.splice(0, reviews);
  },
  async turn(_service, caller, external) {
    await caller.call('POST', `attempt/${external}/reviewed`, 'vendor', REVIEW);
  },
};

const bulk: Row = {
  key: 'bulk',
  title: 'bulk allowance of 1,000 pairs',
  kind: 'tasks',
  async tasksOf(service) {
    const memory = memoryOf(service);
    const first = memory.nextBulkLearner;
    memory.nextBulkLearner += 100;
    return [Array.from({ length: 100 }, (_, number) => learner(first + number)).join(',')];
  },
  async turn(service, caller, people) {
    const extraTime = { allowance_type: 'additional_time_granted', value: '10' };
    const pairs = { exam_ids: service.exams.listed.join(','), user_ids: people };
    await caller.call('PUT', 'bulk_allowance', 'staff', { ...pairs, ...extraTime });
  },
};

/** What changes attempts. */
export const CHANGES: readonly Row[] = [timed, proctored, review, bulk];
