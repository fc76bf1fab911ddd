/** One event of a stream of server-sent events. */
export interface StreamEvent {
  event: string;
  data: string;
  /** The last `id:` that the stream sent, which a new connection repeats. */
  id: string | null;
}

/** Name given to a block that has nothing but an id: everything up to it has been sent. */
export const POSITION = 'position';

/**
 * Reads server-sent events from text that arrives in pieces of any length (WHATWG HTML §9.2.6). A browser's own
 * `EventSource` neither says why it was refused nor takes a first `Last-Event-ID`.
 */
export function createEventReader(onEvent: (event: StreamEvent) => void): (text: string) => void {
  let rest = '';
  let event = 'message';
  let data: string[] = [];
  let id: string | null = null;

  const takeField = (line: string) => {
    const colon = line.indexOf(':');
    const name = colon === -1 ? line : line.slice(0, colon);
    const value = colon === -1 ? '' : line.slice(colon + 1).replace(/^ /, '');
    if (name === 'event') event = value;
    else if (name === 'data') data.push(value);
    else if (name === 'id') id = value;
  };
  let toldId: string | null = null;
  const dispatch = () => {
    if (data.length > 0) onEvent({ event, data: data.join('\n'), id });
    else if (id !== toldId) onEvent({ event: POSITION, data: '', id });
    toldId = id;
    event = 'message';
    data = [];
  };

  return (text) => {
    const lines = (rest + text).split(/\r\n|\n|\r(?!$)/);
    rest = lines.pop() ?? '';
    for (const line of lines) {
      if (line === '') dispatch();
      else if (!line.startsWith(':')) takeField(line);
    }
  };
}
