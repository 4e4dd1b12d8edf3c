import type { AddressInfo } from 'node:net';
import type { ServerType } from '@hono/node-server';

/** Where to listen, and the variable by which the operator chose the port. */
interface Place {
  host: string;
  port: number;
  variable: 'PORT' | 'DEMO_PORT';
}

/**
 * Takes the port and gives its number, which with port 0 is the system's choice. Rejects with an
 * Error with a sentence for the operator where the place is not to be had.
 */
export function listen(server: ServerType, place: Place): Promise<number> {
  return new Promise((resolve, reject) => {
    const refuse = (cause: NodeJS.ErrnoException) =>
      reject(new Error(whyNot(cause, place), { cause }));
    server.once('error', refuse);
    server.listen(place.port, place.host, () => {
      server.off('error', refuse);
      resolve((server.address() as AddressInfo).port);
    });
  });
}

function whyNot(cause: NodeJS.ErrnoException, { host, port, variable }: Place): string {
  const { code = '', message } = cause;
  const another = port === 3000 ? 3050 : 3000;
  const choose = `Choose another, for example ${variable}=${another} npm start.`;
  if (code === 'EADDRINUSE') return `Port ${port} is taken. ${choose}`;
  if (code === 'EACCES') return `Port ${port} is not for this user to take. ${choose}`;
  if (['ENOTFOUND', 'EADDRNOTAVAIL', 'EAI_AGAIN'].includes(code)) {
    return `HOST ${host} is no address of this machine.`;
  }
  return message;
}
