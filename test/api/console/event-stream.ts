import { signToken, type Person } from '../../../dev/people.ts';
import { until } from '../../../dev/until.ts';
import { KEY } from '../harness.ts';

export interface ReceivedEvent {
  event: string;
  data: unknown;
}

/** A stream of server-sent events, read as a browser reads it. */
export interface EventStream {
  status: number;
  headers: Headers;
  events: ReceivedEvent[];
  /** The id with which a browser would connect again. */
  lastId(): string;
  isEnded(): boolean;
  /** Waits for an event that fits, the ones that came before this call included. */
  next(event: string, fits?: (data: never) => boolean): Promise<ReceivedEvent>;
  close(): void;
}

/** Opens a stream of the API at an address. */
export async function openStream(
  address: string,
  path: string,
  { as, token, lastEventId }: { as?: Person; token?: string; lastEventId?: string },
): Promise<EventStream> {
  const ending = new AbortController();
  const authorization = `JWT ${token ?? (as ? await signToken(as, KEY) : '')}`;
  const response = await fetch(address + path, {
    headers: { authorization, ...(lastEventId !== undefined && { 'last-event-id': lastEventId }) },
    signal: ending.signal,
  });
  const events: ReceivedEvent[] = [];
  let id = '';
  let isEnded = false;
  const take = (block: string) => {
    const fields = new Map(
      block.split('\n').map((line) => [line.split(': ')[0] ?? '', line.slice(line.indexOf(': ') + 2)]),
    );
    id = fields.get('id') ?? id;
    const [event, data] = [fields.get('event'), fields.get('data')];
    if (event !== undefined && data !== undefined) events.push({ event, data: JSON.parse(data) as unknown });
  };
  void (async () => {
    let text = '';
    try {
      for await (const part of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
        text += part;
        for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
          take(text.slice(0, end));
          text = text.slice(end + 2);
        }
      }
    } catch {
      // The test has closed it, or the server has.
    }
    isEnded = true;
  })();
  const find = (event: string, fits: (data: never) => boolean) =>
    events.find((each) => each.event === event && fits(each.data as never));
  return {
    status: response.status,
    headers: response.headers,
    events,
    lastId: () => id,
    isEnded: () => isEnded,
    async next(event, fits = () => true) {
      await until(async () => find(event, fits) !== undefined, `the event ${event}`);
      return find(event, fits) as ReceivedEvent;
    },
    close: () => ending.abort(),
  };
}
