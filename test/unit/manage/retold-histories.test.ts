import { describe, expect, it } from 'vitest';
import { replay, type RetoldRun } from '../../../manage/reproject/replays.ts';
import { retellAttempt } from '../../../manage/reproject/retold-attempt.ts';
import { readHistory, recordedHistories } from '../../support/histories.ts';

const OTHER_WORKFLOWS = /(bulk-act|change-delivery|heartbeat-watch)\.json$/;
const NO_ATTEMPT = ['creation-refused.json', 'started-after-due.json'];

/** The recorded histories of attempts, with what a replay tells of each. */
async function retold() {
  const files = (await recordedHistories()).filter((file) => !OTHER_WORKFLOWS.test(file));
  const runs = await Promise.all(files.map(async (file) => ({ file, history: await readHistory(file) })));
  const found: { file: string; told: RetoldRun | Error }[] = [];
  for await (const { run, told } of replay(runs)) found.push({ file: run.file, told });
  return found;
}

describe('recorded histories', async () => {
  const runs = await retold();

  function attemptOf(file: string) {
    const told = runs.find((run) => run.file === file)?.told;
    if (!told || told instanceof Error) throw told ?? new Error(`There is no ${file}.`);
    return retellAttempt([told]);
  }
  function outcomesOf(file: string) {
    const effects = [...(attemptOf(file)?.effects.values() ?? [])];
    return effects.map(({ version, effect, outcome }) => `${version} ${effect.kind} ${outcome}`);
  }

  it.each(runs)('$file tells every change of its run, up to the latest', ({ file }) => {
    const attempt = attemptOf(file);
    if (attempt === null) {
      expect(NO_ATTEMPT.some((name) => file.endsWith(name))).toBe(true);
      return;
    }
    const { state, changes } = attempt;
    const versions = changes.map((change) => change.state.version);
    expect(versions.at(-1)).toBe(state.version);
    expect(versions).toEqual(versions.map((_, place) => (versions[0] ?? 0) + place));
    if (changes[0]?.event === 'created') expect(versions[0]).toBe(1);
  });

  it('tell of an undone change that its effects were withheld, and that those after it were carried out', () => {
    const outcomes = outcomesOf('commands-4/paused-and-undone.json');
    expect(outcomes).toContain('7 send-mail withheld');
    expect(outcomes).toContain('9 send-mail done');
  });

  it('tell the same of the orders of commands of all releases', () => {
    const file = 'proctored-second-review.json';
    const folders = ['0.1.0', 'commands-2', 'commands-3', 'commands-4'];
    const [first, ...others] = folders.map((folder) =>
      outcomesOf(`${folder}/${file}`).filter((each) => each.includes('-mail')),
    );
    for (const other of others) expect(other).toEqual(first);
  });
});
