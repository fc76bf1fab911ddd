// The door of a neighbour: passes connections on to it. Killing or stopping this process is an outage of the neighbour in
// which what it has received stays, as with a real one, which has a database behind it.
import { connect, createServer } from 'node:net';
import { z } from 'zod';

const { PORT, TARGET_PORT } = z
  .object({ PORT: z.coerce.number().int().positive(), TARGET_PORT: z.coerce.number().int().positive() })
  .parse(process.env);

const server = createServer((inside) => {
  const outside = connect(TARGET_PORT, '127.0.0.1');
  for (const [socket, peer] of [
    [inside, outside],
    [outside, inside],
  ] as const) {
    socket.on('error', () => peer.destroy());
    socket.once('close', () => peer.destroy());
    socket.pipe(peer);
  }
});
server.listen(PORT, '127.0.0.1');
