import { createHmac } from 'node:crypto';

/** A UUID (version 8) that belongs to the parts, and that nobody can make without the key. */
function uuidOf(key: string, ...parts: readonly (string | number)[]): string {
  const bytes = createHmac('sha256', key).update(JSON.stringify(parts)).digest().subarray(0, 16);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x80, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

/** The ids by which LTI tools know us; those of people and exams are made with the key of pseudonyms. */
export interface LtiIds {
  /** A person, for one tool: two tools cannot match their records. */
  person(userId: number, backend: string): string;
  /** An exam, as its tool knows it. */
  resourceLink(examId: number, backend: string): string;
  /** The registration of a tool, in the addresses of its keys and tokens. */
  registration(backend: string): string;
  /** This platform, wherever it is reached. */
  platform(): string;
}

/** Ids that stay the same as long as the key of pseudonyms does. */
export function createLtiIds(obfuscationKey: string): LtiIds {
  return {
    person: (userId, backend) => uuidOf(obfuscationKey, 'lti person', backend, userId),
    resourceLink: (examId, backend) => uuidOf(obfuscationKey, 'lti resource link', backend, examId),
    registration: (backend) => uuidOf(obfuscationKey, 'lti registration', backend),
    platform: () => uuidOf(obfuscationKey, 'lti platform'),
  };
}

/** The name of a public key, from its thumbprint: tools compare it with that in the header of a token. */
export const keyIdOf = (thumbprint: string): string => uuidOf('', 'lti key', thumbprint);
