import { z } from 'zod';
import { ok, type Route, route } from '../route';

/** The document of all routes, itself included. It is built once, on the first call. */
export function openApiRoute(build: (routes: readonly Route[]) => object, routes: readonly Route[]): Route {
  let document: object | null = null;
  const self: Route = route({
    method: 'get',
    path: '/openapi.json',
    summary: 'OpenAPI 3.1 document',
    tag: 'Platform',
    access: 'public',
    answers: { 200: z.looseObject({ openapi: z.string() }) },
    handle: () => Promise.resolve(ok((document ??= build([...routes, self])))),
  });
  return self;
}
