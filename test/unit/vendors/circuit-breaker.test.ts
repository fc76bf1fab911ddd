import { describe, expect, it } from 'vitest';
import { createCircuitBreaker } from '../../../vendors/circuit-breaker.ts';
import { VendorRefusedError, VendorUnavailableError } from '../../../vendors/errors.ts';

const DOWN = new VendorUnavailableError('down');

function breakerAt(clock: { ms: number }) {
  const breaker = createCircuitBreaker('lab', { failuresToOpen: 2, openMs: 1000, monotonicNow: () => clock.ms });
  let calls = 0;
  const run = (outcome: 'up' | Error | Promise<string>) =>
    breaker.run(async () => {
      calls += 1;
      if (outcome instanceof Error) throw outcome;
      return outcome;
    });
  return { run, callCount: () => calls };
}

describe('the circuit breaker of a vendor', () => {
  it('refuses at once after some failures in a row', async () => {
    const { run, callCount } = breakerAt({ ms: 0 });
    await expect(run(DOWN)).rejects.toBe(DOWN);
    await expect(run(DOWN)).rejects.toBe(DOWN);
    await expect(run('up')).rejects.toThrow('lab failed 2 times in a row and is left alone for a while');
    expect(callCount()).toBe(2);
  });

  it('forgets failures when a call succeeds between them', async () => {
    const { run } = breakerAt({ ms: 0 });
    await expect(run(DOWN)).rejects.toBe(DOWN);
    await expect(run('up')).resolves.toBe('up');
    await expect(run(DOWN)).rejects.toBe(DOWN);
    await expect(run('up')).resolves.toBe('up');
  });

  it('counts a refusal as an answer: the vendor is there', async () => {
    const { run } = breakerAt({ ms: 0 });
    const refusal = new VendorRefusedError('no');
    await expect(run(DOWN)).rejects.toBe(DOWN);
    await expect(run(refusal)).rejects.toBe(refusal);
    await expect(run(DOWN)).rejects.toBe(DOWN);
    await expect(run('up')).resolves.toBe('up');
  });

  it('lets one call probe after a while, and closes when it succeeds', async () => {
    const clock = { ms: 0 };
    const { run, callCount } = breakerAt(clock);
    await expect(run(DOWN)).rejects.toBe(DOWN);
    await expect(run(DOWN)).rejects.toBe(DOWN);
    clock.ms = 1000;
    const { promise, resolve } = Promise.withResolvers<string>();
    const probe = run(promise);
    await expect(run('up')).rejects.toThrow(VendorUnavailableError);
    resolve('back');
    await expect(probe).resolves.toBe('back');
    await expect(run('up')).resolves.toBe('up');
    expect(callCount()).toBe(4);
  });

  it('stays open when the probe fails', async () => {
    const clock = { ms: 0 };
    const { run } = breakerAt(clock);
    await expect(run(DOWN)).rejects.toBe(DOWN);
    await expect(run(DOWN)).rejects.toBe(DOWN);
    clock.ms = 1000;
    await expect(run(DOWN)).rejects.toBe(DOWN);
    clock.ms = 1999;
    await expect(run('up')).rejects.toThrow('lab failed 3 times in a row');
    clock.ms = 2000;
    await expect(run('up')).resolves.toBe('up');
  });
});
