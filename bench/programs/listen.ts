import type { Server } from 'node:http';

/** Listens on a free port of this machine and prints the port for the bench to read. */
export function listen(server: Server): void {
  server.listen(0, '127.0.0.1', () => {
    const address = server.address();
    if (address && typeof address === 'object') console.log(address.port);
  });
}
