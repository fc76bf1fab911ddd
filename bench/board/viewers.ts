import { Pool } from 'undici';

/** Streams of one exam's board, as browsers keep them open. */
export interface Viewers {
  /** When all of them together got a row since the last look, each in milliseconds of `performance.now()`. */
  takeRows(): number[];
  close(): Promise<void>;
}

export async function openViewers(url: string, path: string, authorization: readonly string[]): Promise<Viewers> {
  const pool = new Pool(url, { connections: authorization.length, bodyTimeout: 0 });
  let rows: number[] = [];
  const ending = new AbortController();
  for (const each of authorization) {
    const { statusCode, body } = await pool.request({
      path,
      method: 'GET',
      headers: { authorization: each },
      signal: ending.signal,
    });
    if (statusCode !== 200) throw new Error(`A viewer was answered with ${statusCode}.`);
    body.on('error', () => {});
    body.on('data', (part: Buffer) => {
      const now = performance.now();
      const found = part.toString('latin1').match(/^event: row$/gm)?.length ?? 0;
      for (let row = 0; row < found; row += 1) rows.push(now);
    });
  }
  return {
    takeRows() {
      const taken = rows;
      rows = [];
      return taken;
    },
    async close() {
      ending.abort();
      await pool.destroy();
    },
  };
}
