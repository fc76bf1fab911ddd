import { readBoard, eventsPath, type Place } from '../api/calls.ts';
import { addressOf, CallFailed } from '../api/client.ts';
import type { components } from '../../clients/typescript/schema.ts';
import type { ExamBoard } from '../api/shapes.ts';
import { SILENCE_MS, type StreamState } from '../live/connection.ts';
import { openStream } from '../live/open-stream.ts';
import { POSITION, type StreamEvent } from '../live/sse.ts';
import { setServerTime, serverNow } from '../time/server-clock.ts';
import { untilPainted } from '../ui/until-painted.ts';
import type { BoardStore } from './store.ts';

type BoardEvent = components['schemas']['BoardEvent'];

const SECOND = 1_000;
const POLL_MS = 10 * SECOND;
const FIRST_TRY_AGAIN_MS = 2 * SECOND;

/** How current a board is; instants in epoch milliseconds. */
export interface Liveness {
  how: 'loading' | 'live' | 'polling' | 'lost';
  /** When something was last heard from the service. */
  heardAt: number | null;
  /** Why the board could not be read, until it can be. */
  error: CallFailed | null;
}

/** Keeps the store of a board up to date until it is closed. The stream is opened first, so that nothing falls between. */
export class BoardConnection {
  readonly #place: Place;
  readonly #store: BoardStore;
  readonly #onChange: (liveness: Liveness) => void;
  readonly #closing = new AbortController();
  #liveness: Liveness = { how: 'loading', heardAt: null, error: null };
  /** As of when the page was told; it shows no more than seconds. */
  #toldAt = 0;
  #stream: StreamState = 'closed';
  #isReading = false;
  /** Something may have changed since the reading that goes on began. */
  #isBehind = false;
  #again: ReturnType<typeof setTimeout> | undefined;
  readonly #watch: ReturnType<typeof setInterval>;
  readonly #closeStream: () => void;

  constructor(place: Place, store: BoardStore, onChange: (liveness: Liveness) => void) {
    this.#place = place;
    this.#store = store;
    this.#onChange = onChange;
    this.#closeStream = openStream(addressOf(eventsPath(place)), {
      onEvents: (events) => this.#take(events),
      onState: (state) => this.#follow(state),
    });
    this.#watch = setInterval(() => this.#check(), SECOND);
    // The stream may still be pausing before it connects again.
    addEventListener('online', () => void this.#catchUp(), { signal: this.#closing.signal });
    void this.#read(null);
  }

  close(): void {
    this.#closing.abort();
    this.#closeStream();
    clearInterval(this.#watch);
    clearTimeout(this.#again);
  }

  /** Reads the whole board again, as a person asks for it. */
  reload(): void {
    void this.#read(null);
  }

  #tell(news: Partial<Liveness>): void {
    const next = { ...this.#liveness, ...news };
    const isSame = next.how === this.#liveness.how && next.error === this.#liveness.error;
    this.#liveness = next;
    if (!isSame || (next.heardAt ?? 0) - this.#toldAt >= SECOND) {
      this.#toldAt = next.heardAt ?? 0;
      this.#onChange(next);
    }
  }

  #heard(): void {
    const how = this.#stream === 'open' ? 'live' : 'polling';
    this.#tell({ heardAt: serverNow(), ...(this.#store.isWhole && { how, error: null }) });
  }

  #check(): void {
    const { how, heardAt } = this.#liveness;
    if (heardAt === null || how === 'loading') return;
    if (serverNow() - heardAt > SILENCE_MS) this.#tell({ how: 'lost' });
  }

  #follow(state: StreamState): void {
    const wasOpen = this.#stream === 'open';
    this.#stream = state;
    if (state === 'open' && !wasOpen) void this.#catchUp();
    if (state !== 'open') this.#readLater(state === 'closed' ? FIRST_TRY_AGAIN_MS : POLL_MS);
  }

  #readLater(milliseconds: number): void {
    clearTimeout(this.#again);
    if (this.#closing.signal.aborted) return;
    this.#again = setTimeout(() => void this.#catchUp(), milliseconds);
  }

  /** Reads what has changed since; the whole board if there is none yet. */
  async #catchUp(): Promise<void> {
    await this.#read(this.#store.isWhole ? this.#store.seq : null);
  }

  async #read(since: number | null): Promise<void> {
    if (this.#isReading) {
      this.#isBehind = true;
      return;
    }
    this.#isReading = true;
    this.#isBehind = false;
    let hasFailed = false;
    try {
      const onFirst = (board: ExamBoard) => this.#showFirst(board);
      const board = await readBoard(this.#place, { since, onFirst }, this.#closing.signal);
      setServerTime(board.server_time);
      this.#store.load(board);
      this.#heard();
    } catch (error) {
      hasFailed = true;
      if (!this.#closing.signal.aborted && error instanceof CallFailed) this.#tell({ error });
    } finally {
      this.#isReading = false;
      if (this.#isBehind && this.#store.isWhole) void this.#read(this.#store.seq);
      else if (hasFailed || this.#stream !== 'open') this.#readLater(POLL_MS);
    }
  }

  /** Shows what comes first while everything else is on its way, if nothing is there yet. */
  async #showFirst(board: ExamBoard): Promise<void> {
    if (this.#store.isWhole || this.#closing.signal.aborted) return;
    setServerTime(board.server_time);
    this.#store.load({ ...board, gone: [] });
    await untilPainted();
  }

  #take(events: readonly StreamEvent[]): void {
    for (const { event, data, id } of events) {
      if (id !== null && /^\d+$/.test(id)) this.#store.seq = Math.max(this.#store.seq, Number(id));
      if (event !== POSITION) this.#apply({ event, data: JSON.parse(data) as unknown } as BoardEvent);
    }
    this.#heard();
  }

  #apply(news: BoardEvent): void {
    if (news.event === 'row') this.#store.put(news.data);
    else if (news.event === 'gone') this.#store.remove(news.data.id);
    else if (news.event === 'counts') this.#store.count(news.data);
    else if (news.event === 'heard') this.#store.hear(news.data);
    else if (news.event === 'act') {
      // An act on the sitting may have changed what the head says, and no row.
      const isNew = this.#store.progress?.bulk_id !== news.data.bulk_id;
      this.#store.follow(news.data);
      if (isNew) void this.#catchUp();
    } else if (news.event === 'pulse') setServerTime(news.data.server_time);
    else if (news.event === 'resync') void this.#read(null);
  }
}
