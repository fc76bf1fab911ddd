import { describe, expect, it, onTestFinished } from 'vitest';
import { pino } from 'pino';
import { readConfig } from '../../../config.ts';
import { connectLmsEffects } from '../../../lms/connect.ts';
import { EFFECTS } from '../../../lms/effects/examples.ts';
import { createEventBusDelivery } from '../../../lms/event-bus/delivery.ts';
import { createWebhookDelivery } from '../../../lms/webhook-delivery.ts';
import { RecordingLms } from '../../support/recorders.ts';
import { LMS_SECRET, startMockLms } from '../../support/mock-lms.ts';

const REJECTED = 'org.openedx.learning.exam.attempt.rejected.v1';
const log = pino({ level: 'silent' });
const subscription = { setting: 'CHOSEN', types: new Set([REJECTED]) };

const connect = (env: Record<string, string>) =>
  connectLmsEffects(
    readConfig({ LMS_WEBHOOK_URL: 'http://127.0.0.1:9/', LMS_WEBHOOK_SECRET: LMS_SECRET, ...env }),
    log,
  );

describe('a subscription to chosen event types', () => {
  it('sends these to the webhook and says of others why not', async () => {
    const lms = await startMockLms();
    onTestFinished(() => lms.close());
    const webhook = createWebhookDelivery({ url: lms.webhookUrl, secrets: () => [LMS_SECRET], subscription });
    expect(await webhook.deliver(EFFECTS.examRejected)).toBeUndefined();
    expect(await webhook.deliver(EFFECTS.creditSet)).toEqual({
      withheld: 'Not subscribed to org.durable-proctoring.credit.requirement.set.v1 (CHOSEN)',
    });
    const { deliveries } = await lms.received();
    expect(deliveries.map(({ event }) => event.type)).toEqual([REJECTED]);
  });

  it('holds for the event bus alone, beside which the webhook has its own', async () => {
    const others = new RecordingLms();
    const written: string[] = [];
    const writer = {
      append: async (stream: string) => void written.push(stream),
      close: async () => {},
    };
    const bus = createEventBusDelivery({ writer, topicPrefix: '', others, subscription });
    await bus.deliver(EFFECTS.examRejected);
    expect(await bus.deliver(EFFECTS.examVerified)).toMatchObject({ withheld: expect.stringContaining('CHOSEN') });
    await bus.deliver(EFFECTS.creditSet);
    expect(written).toHaveLength(1);
    expect(others.effects).toHaveLength(1);
  });

  it('is refused at the start if it names what no target can get', () => {
    expect(() => connect({ LMS_WEBHOOK_EVENTS: `${REJECTED}, org.example.unknown.v1` })).toThrow(
      /^LMS_WEBHOOK_EVENTS: unknown event types org\.example\.unknown\.v1\. Choose from: .*credit\.requirement/,
    );
    const ofWebhook = { EVENT_BUS_EVENTS: 'org.durable-proctoring.unit.complete.v1' };
    expect(() => connect({ EVENT_BUS_REDIS_CONNECTION_URL: 'redis://127.0.0.1:9', ...ofWebhook })).toThrow(
      /^EVENT_BUS_EVENTS: unknown event types org\.durable-proctoring\.unit\.complete\.v1/,
    );
    expect(() => connect({ LMS_WEBHOOK_EVENTS: 'org.durable-proctoring.test.v1' })).toThrow(/LMS_WEBHOOK_EVENTS/);
    expect(() => connect({ LMS_WEBHOOK_EVENTS: REJECTED })).not.toThrow();
  });
});
