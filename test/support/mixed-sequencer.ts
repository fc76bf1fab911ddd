import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Files that take minutes of waiting; begun last they would be waited for alone. */
const LONGEST = [
  'e2e/crashes',
  'e2e/heartbeat-watch',
  'e2e/conformance',
  'e2e/emptied-temporal',
  'effects/side-effects',
];

const isEndToEnd = ({ moduleId }: TestSpecification) => moduleId.includes('/test/e2e/');
const isLong = ({ moduleId }: TestSpecification) => LONGEST.some((part) => moduleId.includes(`/${part}.test.ts`));

/** Mixes end-to-end files, which mostly wait, with the others, which mostly compute; the longest come first. */
export class MixedSequencer extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const unit = sorted.filter(({ project }) => project.name === 'unit');
    const servers = sorted.filter(({ project }) => project.name !== 'unit');
    const waiting = [...servers.filter(isLong), ...servers.filter((file) => isEndToEnd(file) && !isLong(file))];
    const computing = servers.filter((file) => !isEndToEnd(file));
    const mixed = waiting.flatMap((file) => [file, ...computing.splice(0, 2)]);
    return [...unit, ...mixed, ...computing];
  }
}
