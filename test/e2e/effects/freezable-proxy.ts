import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** A TCP proxy whose connections can be made to stand still. */
export interface FreezableProxy {
  address: string;
  /** From here on nothing passes, in either direction. */
  freeze(): void;
  /** Cuts what stood still; new connections pass. */
  thaw(): void;
  close(): Promise<void>;
}

/** Listens on a free port for what goes to `target` (`host:port`). */
export async function startFreezableProxy(target: string): Promise<FreezableProxy> {
  const { hostname: host, port } = new URL(`tcp://${target}`);
  const sockets = new Set<Socket>();

  function keep(socket: Socket, peer: Socket): void {
    sockets.add(socket);
    socket.on('error', () => peer.destroy());
    socket.once('close', () => {
      sockets.delete(socket);
      peer.destroy();
    });
    socket.pipe(peer);
  }

  const server = createServer((inside) => {
    const outside = connect(Number(port), host);
    keep(inside, outside);
    keep(outside, inside);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const cut = () => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    freeze() {
      for (const socket of sockets) socket.unpipe().pause();
    },
    thaw: cut,
    async close() {
      const closed = once(server, 'close');
      server.close();
      cut();
      await closed;
    },
  };
}
