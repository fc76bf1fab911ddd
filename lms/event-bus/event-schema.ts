import avro from 'avsc';

/** A record in Avro. */
interface RecordSchema {
  name: string;
  fields: readonly object[];
}

/** The Avro type of an event of Open edX: one record in one field. Their namespaces are left out, which are not in the bytes. */
export function eventType(field: string, record: RecordSchema): avro.Type {
  const schema = { name: 'CloudEvent', type: 'record', fields: [{ name: field, type: { type: 'record', ...record } }] };
  return avro.Type.forSchema(schema as avro.Schema);
}
