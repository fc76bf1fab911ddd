/** Prefix of the claims of LTI, and of those of its proctoring services. */
export const LTI = 'https://purl.imsglobal.org/spec/lti/claim';
export const PROCTORING = 'https://purl.imsglobal.org/spec/lti-ap/claim';

export const VERSION = '1.3.0';
