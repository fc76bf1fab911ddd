import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** A TCP proxy whose connections can be made to stand still, or to end. */
export interface BreakableProxy {
  address: string;
  /** From here on nothing passes, in either direction. */
  freeze(): void;
  /** Cuts what stood still; new connections pass. */
  thaw(): void;
  /** Ends all connections, and every new one at once. */
  cut(): void;
  /** Lets new connections pass again. */
  mend(): void;
  close(): Promise<void>;
}

/** Listens on a free port for what goes to `target` (`host:port`). */
export async function startBreakableProxy(target: string): Promise<BreakableProxy> {
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

  let isCut = false;
  const server = createServer((inside) => {
    if (isCut) return void inside.destroy();
    const outside = connect(Number(port), host);
    keep(inside, outside);
    keep(outside, inside);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const endAll = () => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    freeze() {
      for (const socket of sockets) socket.unpipe().pause();
    },
    thaw: endAll,
    cut() {
      isCut = true;
      endAll();
    },
    mend() {
      isCut = false;
    },
    async close() {
      const closed = once(server, 'close');
      server.close();
      endAll();
      await closed;
    },
  };
}
