import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { BrowserContext, BrowserContextOptions } from 'playwright-core';
import type { PageWorld } from '../api/page-world';
import { openChromium } from './chromium';

/** The pages of a world, served to a real browser. */
export interface Served {
  /** A browser of somebody's own, who is signed in where a cookie is given. */
  readonly context: (cookie: string | null, options?: BrowserContextOptions) => Promise<BrowserContext>;
  /** Ends the browser and the server, and drops the world's database. */
  readonly close: () => Promise<void>;
}

export async function serve(world: PageWorld): Promise<Served> {
  const server = createServer(world.app).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const baseURL = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const browser = await openChromium();
  return {
    context: async (cookie, options = {}) => {
      const context = await browser.newContext({ baseURL, ...options });
      const [name = '', value = ''] = cookie?.split('=') ?? [];
      if (cookie !== null) await context.addCookies([{ name, value, url: baseURL }]);
      return context;
    },
    close: async () => {
      await browser.close();
      server.closeAllConnections();
      server.close();
      await world.database.drop();
    },
  };
}
