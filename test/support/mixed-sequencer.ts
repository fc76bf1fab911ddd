import { BaseSequencer, type TestSpecification } from 'vitest/node';

/**
 * Files that take longest, begun first: begun last they would be waited for alone. Those with a browser compute, so they take
 * turns with those that wait.
 */
const LONGEST = [
  'e2e/conformance',
  'resilience/crashes',
  'e2e/console/pages',
  'e2e/heartbeat-watch',
  'e2e/console/board',
  'resilience/fire-alarm',
  'e2e/console/bulk',
  'resilience/temporal-front',
  'e2e/console/allowances',
  'api/matrix/refusals',
  'fuzz/described-requests',
  'model/model',
  'workflows/replay',
  'resilience/hostile-requests',
  'e2e/console/views',
  'resilience/emptied-temporal',
  'e2e/console/settings',
  'resilience/restored-database',
  'e2e/console/effects',
  'e2e/effects/side-effects',
  'e2e/console/sign-in',
  'resilience/overload',
  'resilience/bulk-allowances',
  'e2e/console/notes',
  'resilience/kept-memory',
  'api/onboarding-profile',
  'e2e/console/second-look',
  'e2e/stand-in-pages',
  'fuzz/odd-requests',
  'resilience/vendor-outage',
  'resilience/restored-both',
  'resilience/heartbeat-outage',
];

const isIn = (tier: string) => (file: TestSpecification) => file.moduleId.includes(`/test/${tier}/`);
const rankOf = ({ moduleId }: TestSpecification) =>
  LONGEST.findIndex((file) => moduleId.endsWith(`/test/${file}.test.ts`));

/** Mixes end-to-end files, which mostly wait, with the others, which mostly compute; the longest come first. */
export class MixedSequencer extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const [unit, servers] = partition(sorted, isIn('unit'));
    const [long, short] = partition(servers, (file) => rankOf(file) >= 0);
    const longestFirst = [...long.toSorted((one, other) => rankOf(one) - rankOf(other)), ...short];
    const [waiting, computing] = partition(longestFirst, (file) => isIn('e2e')(file) || isIn('resilience')(file));
    const mixed = waiting.flatMap((file) => [file, ...computing.splice(0, 2)]);
    return [...unit, ...mixed, ...computing];
  }
}

function partition<T>(all: readonly T[], belongs: (each: T) => boolean): [T[], T[]] {
  return [all.filter(belongs), all.filter((each) => !belongs(each))];
}
