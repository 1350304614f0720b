import type { Server } from 'node:http';
import { Server as Listener } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** Whoever asks again within this time hears that the connection ends, and is not cut off in the middle of asking. */
export const LINGER_MS = 1_000;
/** What has come meanwhile is read before anything is looked at. */
const LOOK_MS = 250;

/**
 * Lets running answers finish, takes no new connection, and says with each answer that its connection ends. Node's own way would
 * end whatever is idle at once, without having read what has come by it meanwhile, and would serve all others for as long as
 * somebody goes on asking by them.
 */
export async function closeServer(server: Server): Promise<void> {
  server.prependListener('request', (_request, response) => void response.setHeader('connection', 'close'));
  await sleep(LINGER_MS);
  const look = setInterval(() => server.closeIdleConnections(), LOOK_MS);
  await new Promise((resolve) => Listener.prototype.close.call(server, resolve));
  clearInterval(look);
}
