import { createApp } from '../../api/app';
import { createPages } from '../../api/pages';
import { requestsPort } from '../../api/requests-port';
import { apiRoutes } from '../../api/routes';
import { pageWorld, type PageWorld } from './page-world';
import { servicesOver } from './world';

/** Pages and API over what really lies in the database, at a moment that stands still; nothing can be decided. */
export async function readPages(now: number): Promise<PageWorld> {
  const world = await pageWorld();
  const services = servicesOver(world.database.db, () => now);
  const pages = createPages(services, { requests: requestsPort(services) });
  return { ...world, app: createApp({ services, routes: apiRoutes(services), pages }) };
}
