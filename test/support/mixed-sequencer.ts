import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Files that take a minute or more; begun last they would be waited for alone. */
const LONGEST = [
  'e2e/crashes',
  'e2e/heartbeat-watch',
  'e2e/conformance',
  'e2e/emptied-temporal',
  'e2e/effects/side-effects',
  'api/hostile-requests',
  'api/onboarding-profile',
  'api/budgets',
  'workflows/hanging-target',
];

const isIn = (tier: string) => (file: TestSpecification) => file.moduleId.includes(`/test/${tier}/`);
const isLong = ({ moduleId }: TestSpecification) => LONGEST.some((file) => moduleId.endsWith(`/test/${file}.test.ts`));

/** Mixes end-to-end files, which mostly wait, with the others, which mostly compute; the longest come first. */
export class MixedSequencer extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const [unit, servers] = partition(sorted, isIn('unit'));
    const [long, short] = partition(servers, isLong);
    const [waiting, computing] = partition([...long, ...short], isIn('e2e'));
    const mixed = waiting.flatMap((file) => [file, ...computing.splice(0, 2)]);
    return [...unit, ...mixed, ...computing];
  }
}

function partition<T>(all: readonly T[], belongs: (each: T) => boolean): [T[], T[]] {
  return [all.filter(belongs), all.filter((each) => !belongs(each))];
}
