/** The exam's back-end has no entry in `PROCTORING_BACKENDS`. */
export class BackendNotConfiguredError extends Error {
  override name = 'BackendNotConfiguredError';
  readonly backend: string;

  constructor(backend: string) {
    super(`No proctoring back-end "${backend}" is configured: add it to PROCTORING_BACKENDS or change the exam.`);
    this.backend = backend;
  }
}

/** The vendor could not be reached, did not answer in time, or answered 5xx: trying again may help. */
export class VendorUnavailableError extends Error {
  override name = 'VendorUnavailableError';
}

/** The vendor refused, or its answer was unusable: trying again will not help. */
export class VendorRefusedError extends Error {
  override name = 'VendorRefusedError';
}

/** A vendor posted something that is not the expected message; nothing is stored. */
export class VendorPayloadError extends Error {
  override name = 'VendorPayloadError';
}
