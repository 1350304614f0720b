import type { Server } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

/** Whoever asks again within this time hears that the connection ends, and is not cut off in the middle of asking. */
const LINGER_MS = 1_000;
const LOOK_MS = 250;

/**
 * Lets running answers finish, takes no new connection, and says with each answer that its connection ends. Node itself ends
 * connections that are idle at that moment, and serves all others for as long as somebody goes on asking by them.
 */
export async function closeServer(server: Server): Promise<void> {
  server.prependListener('request', (_request, response) => void response.setHeader('connection', 'close'));
  await sleep(LINGER_MS);
  const look = setInterval(() => server.closeIdleConnections(), LOOK_MS);
  await new Promise((resolve) => server.close(resolve));
  clearInterval(look);
}
