import {
  isGrpcServiceError,
  ServiceError,
  WorkflowNotFoundError,
  WorkflowUpdateRPCTimeoutOrCancelledError,
} from '@temporalio/client';
import { IllegalStateError, NamespaceNotFoundError } from '@temporalio/common';
import { MissingEncryptionKeyError } from './encryption/keys.ts';
import type { TemporalPlace } from './profile.ts';

/** Numbers of gRPC statuses. */
export const GRPC = {
  UNKNOWN: 2,
  INVALID_ARGUMENT: 3,
  NOT_FOUND: 5,
  ALREADY_EXISTS: 6,
  PERMISSION_DENIED: 7,
  UNIMPLEMENTED: 12,
  INTERNAL: 13,
  UNAVAILABLE: 14,
  DATA_LOSS: 15,
  UNAUTHENTICATED: 16,
} as const;

const NAMES: readonly [RegExp, number][] = [
  [/Unauthenticated|valid authentication credentials/i, GRPC.UNAUTHENTICATED],
  [/Permission ?Denied|does not have permission/i, GRPC.PERMISSION_DENIED],
];

/** The client's errors that mean: nobody accepted the message, or that is unknown. */
const DOWN = [
  ServiceError,
  WorkflowUpdateRPCTimeoutOrCancelledError,
  NamespaceNotFoundError,
  WorkflowNotFoundError,
  IllegalStateError,
];

/** What callers and operators are told then. */
export const TEMPORAL_DOWN = 'Changes cannot be made at the moment. Try again shortly.';

/** An error and its causes, outermost first. */
function chainOf(error: unknown): Error[] {
  const chain: Error[] = [];
  for (let next = error; next instanceof Error && !chain.includes(next); next = next.cause) chain.push(next);
  return chain;
}

/** The error behind it that says which key we lack for what is kept in Temporal; null if that is not the reason. */
export function missingKeyOf(error: unknown): MissingEncryptionKeyError | null {
  return chainOf(error).find((each) => each instanceof MissingEncryptionKeyError) ?? null;
}

/** Whether the error means that Temporal cannot be used now. */
export function isTemporalDown(error: unknown): boolean {
  return DOWN.some((kind) => error instanceof kind) || isGrpcServiceError(error) || missingKeyOf(error) !== null;
}

/** The gRPC status behind an error from the client; null if there is none. */
export function grpcStatusOf(error: unknown): number | null {
  const chain = chainOf(error);
  for (const each of chain) if ('code' in each && typeof each.code === 'number') return each.code;
  // A failed connection attempt has no status, only a message.
  const said = chain.map(({ message }) => message).join(' ');
  return NAMES.find(([word]) => word.test(said))?.[1] ?? null;
}

/** One line for an operator: what is wrong with the connection to Temporal, and what to do about it. */
export function explainFailure(error: unknown, { address, namespace }: TemporalPlace): string {
  const chain = chainOf(error);
  const words = [...new Set(chain.map(({ message }) => message))].join(': ');
  if (missingKeyOf(error)) return words;
  switch (grpcStatusOf(error)) {
    case GRPC.NOT_FOUND:
      return (
        `Temporal at ${address} has no namespace ${namespace}. ` +
        `Create it: temporal operator namespace create --namespace ${namespace}`
      );
    case GRPC.UNAUTHENTICATED:
      return `Temporal at ${address} does not know our key or certificate (TEMPORAL_API_KEY, TEMPORAL_TLS_CLIENT_…): ${words}`;
    case GRPC.PERMISSION_DENIED:
      return `Temporal at ${address} gives us no right to namespace ${namespace}: ${words}`;
    default:
      if (/certificate/i.test(words)) {
        return `The certificate of Temporal at ${address} is not trusted (TEMPORAL_TLS_SERVER_CA_CERT_…): ${words}`;
      }
      return `Temporal at ${address} cannot be used: ${words}`;
  }
}
