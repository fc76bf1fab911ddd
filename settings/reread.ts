/**
 * Settings that a running process reads again when they are given as files (`file:PATH`), each with what a new value
 * counts for.
 */
export const REREAD = {
  JWT_SECRET_KEY: 'the next request',
  JWT_SECRET_KEY_PREVIOUS: 'the next request',
  JWT_PUBLIC_JWK_SET: 'the next request',
  SERVICE_SECRET_KEY: 'the next request',
  SERVICE_SECRET_KEY_PREVIOUS: 'the next request',
  OAUTH_CLIENTS: 'the next request for a token; tokens that were given out hold for their hour',
  OIDC_CLIENT_SECRET: 'the next sign-in',
  EXAM_TOKEN_KEY: 'the next token',
  EXAM_TOKEN_KEY_PREVIOUS: 'nothing that runs: `npm run manage -- exam-token-keys` prints it',
  LTI_KEY: 'the next message to a tool',
  LTI_KEY_PREVIOUS: 'the next request for the public keys',
  PROCTORING_BACKENDS: 'the next call of a vendor. `DEFAULT` and the names of back-ends take a restart',
  LMS_TOKEN: 'the next lookup',
  LMS_WEBHOOK_SECRET: 'the next delivery',
  LMS_WEBHOOK_SECRET_PREVIOUS: 'the next delivery',
  OPENEDX_CLIENT_SECRET: 'the next token from Open edX',
  EVENT_BUS_REDIS_CONNECTION_URL: 'the next connection: the account and its password. The rest takes a restart',
  SMTP_URL: 'the next email',
  DATABASE_URL: 'the next connection: the password. The rest takes a restart',
  TEMPORAL_API_KEY: 'the next call',
  TEMPORAL_ENCRYPTION_KEY: 'what is sent next; it has to be among the previous ones first',
  TEMPORAL_ENCRYPTION_KEY_PREVIOUS: 'what is read next',
  CODEC_SERVER_TOKEN: 'the next request',
} as const;

/** Other secrets, each with why it takes a restart. */
export const READ_AT_START = {
  PROCTORING_USER_OBFUSCATION_KEY: 'Vendors know learners by it: it never changes',
  DATABASE_CA_CERT_PATH:
    'The pool of connections takes certificates once, when it is made; so for `sslcert` and `sslkey` in the address',
  TEMPORAL_TLS_SERVER_CA_CERT_PATH: "Temporal's SDK takes certificates once, when it connects",
  TEMPORAL_TLS_SERVER_CA_CERT_DATA: 'The same',
  TEMPORAL_TLS_CLIENT_CERT_PATH: 'The same. A connection that is open outlives its certificate, a new one does not',
  TEMPORAL_TLS_CLIENT_CERT_DATA: 'The same',
  TEMPORAL_TLS_CLIENT_KEY_PATH: 'The same',
  TEMPORAL_TLS_CLIENT_KEY_DATA: 'The same',
  TEMPORAL_CONFIG_FILE: 'It names the address as well as keys',
} as const;
