import { readFileSync } from 'node:fs';

/** Certificates as Node takes them, PEM texts. */
export interface TlsFiles {
  ca?: string;
  cert?: string;
  key?: string;
}

const PARAMETERS = { ca: 'sslrootcert', cert: 'sslcert', key: 'sslkey' } as const;

/**
 * The certificates whose files an address names; undefined if it names none. The pool has to be given them: it would pass over them
 * in the address and connect without TLS, whereas pg itself reads them.
 */
export function tlsOf(databaseUrl: string): TlsFiles | undefined {
  const { searchParams } = new URL(databaseUrl);
  const named = Object.entries(PARAMETERS).flatMap(([kind, parameter]) => {
    const file = searchParams.get(parameter);
    return file === null ? [] : [[kind, readFileSync(file, 'utf8')]];
  });
  return named.length === 0 ? undefined : Object.fromEntries(named);
}
