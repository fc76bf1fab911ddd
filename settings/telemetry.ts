import { z } from 'zod';
import { listenAddress, optionalUrl } from './kinds.ts';

/** What the service tells operators about itself. */
export const TELEMETRY_SETTINGS = {
  METRICS_ADDRESS: listenAddress
    .optional()
    .describe(
      'Address, such as `0.0.0.0:9464`, at which the process serves its Prometheus metrics (`/metrics`); without it nothing is measured. Every process of a host needs its own',
    ),
  TEMPORAL_METRICS_ADDRESS: z
    .string()
    .regex(/^(\d+(\.\d+){3}|\[[\da-f:]+\]):\d{1,5}$/i, 'is not an IP address with a port')
    .optional()
    .describe(
      "Address, such as `0.0.0.0:9465`, at which the process serves the metrics of Temporal's SDK (`/metrics`): its calls, task slots and caches",
    ),
  OTEL_EXPORTER_OTLP_ENDPOINT: optionalUrl.describe(
    'Base address of an OpenTelemetry receiver (OTLP over HTTP), such as `http://collector:4318`, to which traces are sent; without it nothing is traced',
  ),
  TRACED_SHARE: z.coerce
    .number()
    .min(0)
    .max(1)
    .default(0.1)
    .describe('Share of the requests that are traced, from 0 to 1'),
};
