import { isHeartbeatNote, isProjection, isVendorNote } from './counters.ts';
import { addMeasuredExam, type MeasuredService } from './measured-service.ts';
import { signIn, type Client } from './people.ts';
import { becomeIdle, historySize } from './workflow-history.ts';

/** What one step of an attempt's life cost. */
export interface Cost {
  requests: number;
  /** Statements of the API, without the heartbeat notes. */
  statements: number;
  /** Statements in which the API noted heartbeats; they come once a second for all attempts together. */
  heartbeatNotes: number;
  /** Statements of the worker, without its notes of how a vendor is. */
  workerStatements: number;
  /** Statements that change the attempt, each all or nothing. */
  projections: number;
  /** Calls of the API to Temporal. */
  temporalCalls: number;
  workflowTasks: number;
  localActivities: number;
  activities: number;
  historyEvents: number;
}

export interface Step {
  name: string;
  cost: Cost;
}

/** Polls of a three-hour exam. */
export const POLLS = 180;

class Recording {
  readonly steps: Step[] = [];
  readonly #service: MeasuredService;
  #size = { events: 0, workflowTasks: 0, localActivities: 0, activities: 0 };
  attempt = { id: 0, code: '' };

  constructor(service: MeasuredService) {
    this.#service = service;
    service.api.take();
    service.worker.take();
  }

  /** Carries out a step, waits until nothing moves any more, and notes what it cost. */
  async step(name: string, requests: number, work: () => Promise<unknown>): Promise<void> {
    await work();
    await becomeIdle(this.#service, this.attempt.code);
    const before = this.#size;
    this.#size = await historySize(this.#service, this.attempt.code);
    const [api, worker] = [this.#service.api.take(), this.#service.worker.take()];
    const heartbeatNotes = api.statements.filter(isHeartbeatNote).length;
    this.steps.push({
      name,
      cost: {
        requests,
        statements: api.statements.length - heartbeatNotes,
        heartbeatNotes,
        workerStatements: worker.statements.filter((statement) => !isVendorNote(statement)).length,
        projections: worker.statements.filter(isProjection).length,
        temporalCalls: api.calls.length,
        workflowTasks: this.#size.workflowTasks - before.workflowTasks,
        localActivities: this.#size.localActivities - before.localActivities,
        activities: this.#size.activities - before.activities,
        historyEvents: this.#size.events - before.events,
      },
    });
  }

  /** Notes under which id and code the new attempt of the learner is known. */
  async named(creation: Promise<Record<string, unknown>>, learner: Client): Promise<void> {
    const id = Number((await creation)['exam_attempt_id']);
    const { attempt_code: code } = await learner.call('GET', `attempt/${id}`);
    this.attempt = { id, code: String(code) };
  }
}

const repeatedly = async (times: number, work: () => Promise<unknown>) => {
  for (let time = 0; time < times; time += 1) await work();
};

/** The costs of all steps together. */
export function sumOf(steps: readonly Step[]): Cost {
  const [first, ...rest] = steps.map(({ cost }) => cost);
  if (!first) throw new Error('There are no steps.');
  const names = Object.keys(first) as (keyof Cost)[];
  return rest.reduce(
    (sum, cost) => Object.fromEntries(names.map((name) => [name, sum[name] + cost[name]])) as unknown as Cost,
    first,
  );
}

/** One timed exam over HTTP, from creation to submission, polled as the learner's page does. */
export async function wholeTimedAttempt(service: MeasuredService): Promise<Step[]> {
  const examId = await addMeasuredExam(service, { proctored: false });
  const learner = await signIn(service);
  const recording = new Recording(service);
  const { steps } = recording;
  const act = (action: string) => learner.call('PUT', `attempt/${recording.attempt.id}`, { action });

  const wish = { exam_id: examId, start_clock: true, attempt_proctored: false };
  await recording.step('create and start, first poll', 2, () =>
    recording.named(learner.call('POST', 'attempt', wish), learner),
  );
  await recording.step(`${POLLS} polls`, POLLS, () =>
    repeatedly(POLLS, () => learner.call('GET', `attempt/${recording.attempt.id}`)),
  );
  await recording.step('stop', 1, () => act('stop'));
  await recording.step('submit', 1, () => act('submit'));
  return steps;
}

/** One proctored exam over HTTP: setup, start, polls and pings, submission, the vendor's review, and the emails. */
export async function wholeProctoredAttempt(service: MeasuredService): Promise<Step[]> {
  const examId = await addMeasuredExam(service, { proctored: true });
  const [learner, vendor] = [await signIn(service), await signIn(service, { administrator: true })];
  const recording = new Recording(service);
  const { steps } = recording;
  const path = () => `attempt/${recording.attempt.id}`;
  const atVendor = `attempt/${service.newVendorId()}`;
  const act = (action: string) => learner.call('PUT', path(), { action });

  const wish = { exam_id: examId, start_clock: false, attempt_proctored: true };
  await recording.step('create and register, first poll', 2, () =>
    recording.named(learner.call('POST', 'attempt', wish), learner),
  );
  await recording.step('click_download_software', 1, () => act('click_download_software'));
  await recording.step('ready, by the vendor', 1, () => vendor.call('POST', `${atVendor}/ready`));
  await recording.step('start', 1, () => act('start'));
  await recording.step(`${POLLS} polls`, POLLS, () => repeatedly(POLLS, () => learner.call('GET', path())));
  await recording.step(`${POLLS} pings`, POLLS, () => repeatedly(POLLS, () => act('ping')));
  await recording.step('stop', 1, () => act('stop'));
  await recording.step('submit', 1, () => act('submit'));
  const review = {
    status: 'passed',
    comments: [{ comment: 'Looked away', status: 'suspicious', start: 1, stop: 2, duration: 1 }],
  };
  await recording.step('review, by the vendor', 1, () => vendor.call('POST', `${atVendor}/reviewed`, review));
  return steps;
}
