/** What is filled in for an act, by the name of the field. */
export type Payload = Record<string, string | number | boolean>;
