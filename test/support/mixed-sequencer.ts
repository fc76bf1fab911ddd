import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Files that take longest, the longest first; begun last they would be waited for alone. */
const LONGEST = [
  'model/model',
  'fuzz/described-requests',
  'fuzz/odd-requests',
  'e2e/conformance',
  'e2e/heartbeat-watch',
  'resilience/temporal-front',
  'resilience/crashes',
  'resilience/hostile-requests',
  'api/onboarding-profile',
  'e2e/effects/side-effects',
  'resilience/kept-memory',
  'resilience/emptied-temporal',
  'workflows/hanging-target',
  'e2e/npm-start',
  'resilience/heartbeat-outage',
  'e2e/vendor-walk',
  'api/names',
  'api/own-vendor',
  'resilience/wrong-clock',
  'api/privacy',
  'e2e/effects/several-attempts',
  'api/budgets',
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
