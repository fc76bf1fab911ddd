import { setImmediate as turn } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { watchPressure, type Pressure, type PressureOptions } from '../../api/pressure.ts';
import { until } from '../../dev/until.ts';

const IDLE = { state: () => ({ waitingClients: 0 }), connect: (use: () => Promise<void>) => use() };

let pressure: Pressure;
afterEach(() => pressure.close());

const watch = (options: Partial<PressureOptions>) => {
  pressure = watchPressure({ pool: IDLE, sampleMs: 10, loopDelay: () => 0, ...options });
};
const tooHigh = () => ({ usual: pressure.isTooHighFor('usual'), last: pressure.isTooHighFor('last') });
const settles = (expected: ReturnType<typeof tooHigh>) =>
  until(async () => JSON.stringify(tooHigh()) === JSON.stringify(expected), JSON.stringify(expected), { everyMs: 10 });

describe('the pressure on a process', () => {
  it('is none to begin with', () => {
    watch({});
    expect(tooHigh()).toEqual({ usual: false, last: false });
  });

  it('rises and falls with the delay of the event loop', async () => {
    let delay = 400;
    watch({ loopDelay: () => delay });
    await settles({ usual: true, last: false });
    delay = 2_000;
    await settles({ usual: true, last: true });
    delay = 0;
    await settles({ usual: false, last: false });
  });

  it('rises while a connection is waited for, before anybody gets one, and falls when they do', async () => {
    const queue: (() => void)[] = [];
    const pool = {
      state: () => ({ waitingClients: queue.length === 0 ? 0 : 1 }),
      connect: async (use: () => Promise<void>) => {
        await new Promise<void>((resolve) => queue.push(resolve));
        await use();
      },
    };
    queue.push(() => undefined);
    watch({ pool });
    await settles({ usual: true, last: false });
    for (const go of queue.splice(0)) go();
    await settles({ usual: false, last: false });
  });

  it('is not that of a database that refuses connections', async () => {
    let asked = 0;
    const connect = () => {
      asked += 1;
      return Promise.reject(new Error('down'));
    };
    watch({ pool: { state: () => ({ waitingClients: 9 }), connect } });
    await until(async () => asked > 3, 'several tries', { everyMs: 10 });
    expect(tooHigh()).toEqual({ usual: false, last: false });
  });

  it('is measured at the real event loop, of which one long turn says nothing', async () => {
    const block = (milliseconds: number) => {
      const end = performance.now() + milliseconds;
      while (performance.now() < end);
    };
    pressure = watchPressure({ pool: IDLE, sampleMs: 10 });
    block(1_000);
    await turn();
    expect(pressure.isTooHighFor('usual')).toBe(false);
    while (!pressure.isTooHighFor('usual')) {
      block(500);
      await turn();
    }
    await settles({ usual: false, last: false });
  });
});
