import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LmsRefusedError, LmsUnansweredError, LmsUnavailableError } from '../../../lms/port.ts';
import { createWebhookDelivery } from '../../../lms/webhook-delivery.ts';
import { toCloudEvent } from '../../../lms/cloud-events.ts';
import { EFFECTS } from '../../../lms/effects/examples.ts';
import { LMS_SECRET, startMockLms, type RunningMockLms } from '../../support/mock-lms.ts';

let lms: RunningMockLms;

beforeEach(async () => {
  lms = await startMockLms();
});
afterEach(() => lms.close());

function delivery(overrides: { secrets?: () => string[]; timeoutMs?: number; now?: () => number } = {}) {
  return createWebhookDelivery({ url: lms.webhookUrl, secrets: () => [LMS_SECRET], ...overrides });
}

async function triesOf() {
  const { tries } = await lms.received();
  return tries.map(({ id, answered }) => ({ id, answered }));
}

describe('delivery by webhook', () => {
  it.each(Object.entries(EFFECTS))('brings %s to the LMS whole, and signed', async (_name, effect) => {
    await delivery().deliver(effect);
    const { deliveries } = await lms.received();
    expect(deliveries.map(({ event, repeats }) => ({ event, repeats }))).toStrictEqual([
      { event: toCloudEvent(effect), repeats: 0 },
    ]);
  });

  it('is signed as Standard Webhooks writes it down, over the very bytes that are sent', async () => {
    const requests: { headers: IncomingHttpHeaders; body: string }[] = [];
    const server = createServer((request, response) => {
      void text(request).then((body) => {
        requests.push({ headers: request.headers, body });
        return response.writeHead(204).end();
      });
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    await createWebhookDelivery({ url, secrets: () => [LMS_SECRET] }).deliver(EFFECTS.examRejected);
    server.close();

    const [request] = requests;
    const { 'webhook-id': id, 'webhook-timestamp': at, 'webhook-signature': signature } = request?.headers ?? {};
    const key = Buffer.from(LMS_SECRET.replace('whsec_', ''), 'base64');
    const digest = createHmac('sha256', key)
      .update(`${String(id)}.${String(at)}.${request?.body}`)
      .digest('base64');
    expect(signature).toBe(`v1,${digest}`);
    expect(id).toBe(EFFECTS.examRejected.key);
    expect(Math.abs(Date.now() / 1000 - Number(at))).toBeLessThan(60);
    expect(request?.headers['content-type']).toBe('application/cloudevents+json');
  });

  it('repeats under the same id, which the LMS takes once', async () => {
    await delivery().deliver(EFFECTS.gradeOverride);
    await delivery().deliver(EFFECTS.gradeOverride);
    const { deliveries, consequences } = await lms.received();
    expect(deliveries.map(({ event, repeats }) => [event.id, repeats])).toStrictEqual([[EFFECTS.gradeOverride.key, 1]]);
    expect(consequences.gradeOverrides).toHaveLength(1);
  });

  it('is to be tried again when the LMS took the event and the answer was lost', async () => {
    await lms.fail({ mode: 'forgetful' });
    await expect(delivery().deliver(EFFECTS.creditSet)).rejects.toThrow(LmsUnansweredError);
    await lms.fail({});
    await delivery().deliver(EFFECTS.creditSet);
    const { deliveries } = await lms.received();
    expect(deliveries.map(({ event, repeats }) => [event.id, repeats])).toStrictEqual([[EFFECTS.creditSet.key, 1]]);
    expect(await triesOf()).toStrictEqual([
      { id: EFFECTS.creditSet.key, answered: 204 },
      { id: EFFECTS.creditSet.key, answered: null },
    ]);
  });

  it.each([401, 403, 408, 425, 429, 500, 502, 503, 504])('is to be tried again after %i', async (status) => {
    await lms.fail({ mode: 'refuse', status });
    await expect(delivery().deliver(EFFECTS.creditSet)).rejects.toThrow(
      new LmsUnavailableError(`The LMS answered ${status} to org.durable-proctoring.credit.requirement.set.v1`),
    );
    expect(await triesOf()).toStrictEqual([{ id: EFFECTS.creditSet.key, answered: status }]);
  });

  it.each([400, 404, 405, 409, 410, 413, 415, 422])('is refused for good by %i', async (status) => {
    await lms.fail({ mode: 'refuse', status });
    await expect(delivery().deliver(EFFECTS.creditSet)).rejects.toThrow(
      new LmsRefusedError(`The LMS answered ${status} to org.durable-proctoring.credit.requirement.set.v1`),
    );
  });

  it('is to be tried again when the LMS hangs up', async () => {
    await lms.fail({ mode: 'down' });
    await expect(delivery().deliver(EFFECTS.creditSet)).rejects.toThrow(LmsUnansweredError);
  });

  it('is to be tried again when nothing listens', async () => {
    const effects = delivery();
    await lms.close();
    await expect(effects.deliver(EFFECTS.creditSet)).rejects.toThrow(
      new LmsUnavailableError('The LMS cannot be reached'),
    );
  });

  it('is to be tried again when the LMS takes too long', async () => {
    await lms.fail({ mode: 'slow', delay_ms: 60_000 });
    await expect(delivery({ timeoutMs: 50 }).deliver(EFFECTS.creditSet)).rejects.toThrow(LmsUnansweredError);
  });

  it('is not taken under another secret, and kept for when the secret is mended', async () => {
    const other = `whsec_${Buffer.from('another secret').toString('base64')}`;
    await expect(delivery({ secrets: () => [other] }).deliver(EFFECTS.creditSet)).rejects.toThrow(LmsUnavailableError);
    const { deliveries } = await lms.received();
    expect(deliveries).toStrictEqual([]);
    expect(await triesOf()).toStrictEqual([{ id: EFFECTS.creditSet.key, answered: 401 }]);
  });

  it('is taken under the new secret and the old one while the secret is being changed', async () => {
    const fresh = `whsec_${Buffer.from('a secret that nobody knows yet').toString('base64')}`;
    await delivery({ secrets: () => [fresh, LMS_SECRET] }).deliver(EFFECTS.creditSet);
    expect(await triesOf()).toStrictEqual([{ id: EFFECTS.creditSet.key, answered: 204 }]);
  });

  it('is not taken with an old signature, so that a recorded request cannot be replayed', async () => {
    const tenMinutesAgo = Date.now() - 600_000;
    await expect(delivery({ now: () => tenMinutesAgo }).deliver(EFFECTS.creditSet)).rejects.toThrow(
      LmsUnavailableError,
    );
  });

  it('refuses to be set up with a secret that is not base64', () => {
    expect(() => delivery({ secrets: () => ['whsec_%%%'] })).toThrow(/base64/i);
  });
});
