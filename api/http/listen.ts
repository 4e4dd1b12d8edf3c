import type { AddressInfo } from 'node:net';
import type { ServerType } from '@hono/node-server';

/** The address to listen on, and the environment variable that sets the port. */
interface ListenAddress {
  host: string;
  port: number;
  variable: 'PORT' | 'DEMO_PORT';
}

/**
 * Starts listening and returns the port's number, which the system chooses for port 0. Rejects with
 * an Error with a sentence for the operator if the address is not available.
 */
export function listen(server: ServerType, address: ListenAddress): Promise<number> {
  return new Promise((resolve, reject) => {
    const fail = (cause: NodeJS.ErrnoException) =>
      reject(new Error(listenErrorMessage(cause, address), { cause }));
    server.once('error', fail);
    server.listen(address.port, address.host, () => {
      server.off('error', fail);
      resolve((server.address() as AddressInfo).port);
    });
  });
}

function listenErrorMessage(
  cause: NodeJS.ErrnoException,
  { host, port, variable }: ListenAddress,
): string {
  const { code = '', message } = cause;
  const another = port === 3000 ? 3050 : 3000;
  const choose = `Choose another, for example ${variable}=${another} npm start.`;
  if (code === 'EADDRINUSE') return `Port ${port} is already in use. ${choose}`;
  if (code === 'EACCES') return `This user may not listen on port ${port}. ${choose}`;
  if (['ENOTFOUND', 'EADDRNOTAVAIL', 'EAI_AGAIN'].includes(code)) {
    return `HOST ${host} is not an address of this machine. Choose one of its addresses.`;
  }
  return message;
}
