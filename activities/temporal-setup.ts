import type { Client } from '@temporalio/client';
import { SEARCH_ATTRIBUTES } from '../workflows/exam-attempt/search-attributes.ts';
import { GRPC, grpcStatusOf } from '../temporal/failures.ts';

/** Numbers of `temporal.api.enums.v1.IndexedValueType`, and the words of the command lines for them. */
const TYPES = { KEYWORD: { number: 2, word: 'Keyword' }, INT: { number: 3, word: 'Int' } } as const;

type SearchAttribute = (typeof SEARCH_ATTRIBUTES)[number];

/** Attempts cannot run until an operator has created these search attributes. The message has the commands. */
export class MissingSearchAttributesError extends Error {
  constructor(namespace: string, missing: readonly SearchAttribute[]) {
    const pairs = missing.map(({ name, type }) => ({ name, word: TYPES[type].word }));
    const flags = pairs.map(({ name, word }) => `--name ${name} --type ${word}`).join(' ');
    const cloud = pairs.map(({ name, word }) => `--sa "${name}=${word}"`).join(' ');
    super(
      `namespace ${namespace} lacks search attributes that we have no right to make. Make them:\n` +
        `  temporal operator search-attribute create --namespace ${namespace} ${flags}\n` +
        `or, at Temporal Cloud:\n` +
        `  tcld namespace search-attributes add --namespace ${namespace} ${cloud}\n`,
    );
    this.name = 'MissingSearchAttributesError';
  }
}

/** Whether the attribute can be used in a search; this needs no operator rights. */
async function isKnown(client: Client, { name }: SearchAttribute): Promise<boolean> {
  const { namespace } = client.options;
  try {
    await client.workflowService.countWorkflowExecutions({ namespace, query: `${name} is not null` });
    return true;
  } catch (error) {
    if (grpcStatusOf(error) === GRPC.INVALID_ARGUMENT) return false;
    throw error;
  }
}

/** What an operator has to create if we may not. */
async function requireKnown(client: Client): Promise<void> {
  const known = await Promise.all(SEARCH_ATTRIBUTES.map((attribute) => isKnown(client, attribute)));
  const missing = SEARCH_ATTRIBUTES.filter((_, index) => !known[index]);
  if (missing.length > 0) throw new MissingSearchAttributesError(client.options.namespace, missing);
}

/**
 * Makes the attempts' search attributes known to the server. A missing one makes workflow tasks fail for ever, so
 * every worker does this before its first task; existing ones are left alone. Without operator rights it checks whether
 * all of them exist, and throws MissingSearchAttributesError if not.
 */
export async function registerSearchAttributes(client: Client): Promise<void> {
  const { connection, options } = client;
  const { namespace } = options;
  for (const { name, type } of SEARCH_ATTRIBUTES) {
    try {
      const searchAttributes = { [name]: TYPES[type].number };
      await connection.operatorService.addSearchAttributes({ namespace, searchAttributes });
    } catch (error) {
      const status = grpcStatusOf(error);
      if (status === GRPC.PERMISSION_DENIED || status === GRPC.UNIMPLEMENTED) return await requireKnown(client);
      if (status !== GRPC.ALREADY_EXISTS) throw error;
    }
  }
}
