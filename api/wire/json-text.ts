interface Sender {
  type(contentType: string): unknown;
  serializer(serialise: (payload: unknown) => string): unknown;
}

/** Makes a reply send a string as JSON, with its quotes, as some answers on the wire are (rest-api §2.5). */
export function asJsonText<Reply extends Sender>(reply: Reply): Reply {
  reply.type('application/json');
  reply.serializer(JSON.stringify);
  return reply;
}
