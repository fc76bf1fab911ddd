// Which ids a request can have, as the description of the API says.
import description from '../../../docs/openapi.json' with { type: 'json' };

interface Schema {
  $ref?: string;
  anyOf?: Schema[];
  oneOf?: Schema[];
  allOf?: Schema[];
  items?: Schema;
  properties?: Record<string, Schema>;
}
interface Operation {
  parameters?: { in: string; name: string }[];
  requestBody?: { content: Record<string, { schema?: Schema }> };
}

const { paths, components } = description as unknown as {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Schema> };
};

/** Names of fields that say which attempt, exam, course, learner, effect or other thing is meant. */
const ID =
  /^(attempt|exam|exams|course|person|key|keys|ids|username|learner|learners|user_info|registration)$|_(id|ids|code|key|version)$/;
/** Numbers and names that belong to whoever is let in by them, or to nobody. */
const NO_THING: readonly string[] = ['client_id', 'external_id', 'registration', 'course_id', 'reason_code'];

/** All names in a schema. */
function namesIn({ $ref, anyOf = [], oneOf = [], allOf = [], items, properties = {} }: Schema): string[] {
  const parts = [...anyOf, ...oneOf, ...allOf, ...Object.values(properties), ...(items ? [items] : [])];
  const found = $ref === undefined ? [] : namesIn(components.schemas[$ref.split('/').at(-1) ?? ''] ?? {});
  return [...Object.keys(properties), ...found, ...parts.flatMap(namesIn)];
}

/** The fields of a request by `METHOD /path` that name a thing, in its address, query and body. */
export const DESCRIBED_IDS: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, { parameters = [], requestBody }]) => {
      const inBody = Object.values(requestBody?.content ?? {}).flatMap(({ schema }) => namesIn(schema ?? {}));
      const inAddress = parameters.filter((each) => each.in !== 'header').map(({ name }) => name);
      const ids = [...new Set([...inAddress, ...inBody])].filter((name) => ID.test(name) && !NO_THING.includes(name));
      return [`${method.toUpperCase()} ${path.replaceAll(/\{(\w+)\}/g, ':$1').replace('/:text', '/*')}`, ids] as const;
    }),
  ),
);
