import { join } from 'node:path';
import { createClient } from '@redis/client';
import { freePort } from '../../../dev/ports.ts';
import { installedRedis, localRedis } from '../../../dev/redis.ts';
import type { Service } from '../../../dev/supervisor.ts';
import { streamOf } from '../../../lms/event-bus/delivery.ts';
import type { BusArrival } from '../check/evidence.ts';

/** The event bus of Open edX: a Redis that keeps what it has taken, whatever happens to its process. */
export interface Bus {
  url: string;
  /** For a supervisor. */
  service: Service;
  received(): Promise<BusArrival[]>;
}

/** Prepares it in a folder; throws if no Redis is installed. */
export async function prepareBus(folder: string): Promise<Bus> {
  if ((await installedRedis()) === undefined) {
    throw new Error('Redis is broken too: install redis-server or valkey-server.');
  }
  const { url, service } = await localRedis(join(folder, 'redis'), await freePort());
  return {
    url,
    service,
    async received() {
      const client = createClient({ url });
      client.on('error', () => {});
      await client.connect();
      try {
        const entries = (await client.xRange(streamOf(''), '-', '+')) ?? [];
        return entries.map(({ message }) => ({ id: message['id'] ?? '', type: message['type'] ?? '' }));
      } finally {
        client.destroy();
      }
    },
  };
}
