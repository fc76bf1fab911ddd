/**
 * How long and how large a request may be on the wire. A request must arrive completely within half a minute, however
 * slow the client; an answer may take as long as it keeps sending, so that streams work.
 */
export const HTTP_LIMITS = {
  /** Until the whole request has arrived. */
  requestTimeout: 20_000,
  /** Without a byte in either direction; a stream has to send something more often than that. */
  connectionTimeout: 120_000,
  /** Longer than load balancers keep idle connections, so that they close them, not we. */
  keepAliveTimeout: 72_000,
  bodyLimit: 1024 * 1024,
  http: {
    /** Until the headers have arrived. */
    headersTimeout: 10_000,
    /** How often the two times above are looked at. */
    connectionsCheckingInterval: 5_000,
    /** Of all headers and the address together; more is answered with 431. */
    maxHeaderSize: 16 * 1024,
  },
} as const;

/** Connections of one process at a time; more are closed at once, so that the others are served. */
export const MOST_CONNECTIONS = 10_000;

/** Sizes of bodies that can be sent without signing in: a form with credentials, one that nobody reads, a review. */
export const ANONYMOUS_BODY = { form: 8 * 1024, ignored: 64 * 1024, review: 256 * 1024 } as const;
