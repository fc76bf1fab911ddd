import { Worker } from '@temporalio/worker';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { PAYLOAD_CONVERTER } from '../../../activities/compile-workflows.ts';
import { until } from '../../../dev/until.ts';
import { newCode } from '../../support/attempt-records.ts';
import { addSignedIn, openProcessStand, type ProcessStand } from '../../support/process-stand.ts';
import { addExam, creationRequest } from '../../support/service.ts';
import { workflowBundle } from '../../support/stack.ts';
import { startTraceReceiver, type ReceivedSpan, type TraceReceiver } from '../../support/trace-receiver.ts';
import { workflowIdOf } from '../../../workflows/exam-attempt/messages.ts';

let receiver: TraceReceiver;
let stand: ProcessStand;
let url: string;

beforeAll(async () => {
  receiver = await startTraceReceiver();
  stand = await openProcessStand({ OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url, TRACED_SHARE: '1' });
  const [{ api, url: address }, worker] = await Promise.all([stand.api(), stand.worker()]);
  url = address;
  await Promise.all([api.start(), worker.start()]);
});
afterAll(async () => {
  await stand.close();
  await receiver.close();
});

const named = (name: string, spans: readonly ReceivedSpan[]) => spans.find((span) => span.name === name);

it('one trace leads from a request through its workflow to the activity that records the change', async () => {
  const { service } = stand;
  const { person, token } = await addSignedIn(service);
  const request = await creationRequest(service, { userId: person.userId, examId: await addExam(service) });
  const code = newCode();
  const { attemptId } = await service.attempts.create(code, request);
  const answer = await fetch(`${url}/api/edx_proctoring/v1/proctored_exam/attempt/${attemptId}`, {
    method: 'PUT',
    headers: { authorization: `JWT ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ action: 'submit' }),
  });
  expect(answer.status).toBe(200);

  const names = [
    String.raw`PUT /api/edx_proctoring/v1/proctored_exam/attempt/:attempt_id(^\d+$)`,
    'send update submit',
    'update submit',
    'activity recordChange',
  ];
  const isThere = async () => names.every((name) => named(name, receiver.spans()));
  await until(isThere, 'the spans');
  const [asked, sent, handled, recorded] = names.map((name) => named(name, receiver.spans()));
  expect(asked?.parentSpanId ?? '').toBe('');
  expect(sent).toMatchObject({ traceId: asked?.traceId, parentSpanId: asked?.spanId });
  expect(handled).toMatchObject({ traceId: asked?.traceId, parentSpanId: sent?.spanId });
  expect(recorded).toMatchObject({ traceId: asked?.traceId, parentSpanId: handled?.spanId });
  expect(receiver.text()).not.toContain(person.username);
  expect(receiver.text()).not.toContain(code);

  // What was traced goes on without traces.
  const history = await service.client.workflow.getHandle(workflowIdOf(code)).fetchHistory();
  const options = { workflowBundle: workflowBundle(), dataConverter: { payloadConverterPath: PAYLOAD_CONVERTER } };
  await expect(Worker.runReplayHistory(options, history)).resolves.toBeUndefined();
});
