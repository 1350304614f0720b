import {
  extendZodWithOpenApi,
  OpenAPIRegistry,
  OpenApiGeneratorV31,
  type RouteConfig,
  type ZodContentObject,
} from '@asteasolutions/zod-to-openapi';
import { z, type ZodObject, type ZodType } from 'zod';
import { ERROR_CODES } from '../domain/errors';
import { withFixedLengths } from './openapi-tuples';
import type { Route } from './route';
import { SHEET_TYPES } from './upload';

extendZodWithOpenApi(z);

const Problem = z
  .strictObject({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    code: z.enum(Object.keys(ERROR_CODES)),
    requestId: z.string(),
    errors: z.array(z.strictObject({ path: z.string(), message: z.string(), code: z.string().optional() })),
  })
  .openapi('Problem');

/** The OpenAPI 3.1 document of exactly the routes that are mounted. */
export function openApiDocument(routes: readonly Route[], publicUrl: string): object {
  const registry = new OpenAPIRegistry();
  registry.registerComponent('securitySchemes', 'token', { type: 'http', scheme: 'bearer' });
  registry.register('Problem', Problem);
  for (const route of routes) registry.registerPath(pathOf(route));
  const document = new OpenApiGeneratorV31(registry.definitions).generateDocument({
    openapi: '3.1.0',
    info: {
      title: 'Tenure',
      version: '1',
      description: 'Outsourcing engagements from needs analysis to exit, and approvals for any subject.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: `${publicUrl}/api/v1` }],
  });
  return { ...document, paths: withFixedLengths(document.paths), components: withFixedLengths(document.components) };
}

function pathOf(route: Route): RouteConfig {
  return {
    method: route.method,
    path: route.path,
    summary: route.summary,
    tags: [route.tag],
    security: route.access === 'public' ? [] : [{ token: [] }],
    request: {
      ...(isObject(route.params) && { params: route.params }),
      ...(isObject(route.query) && { query: route.query }),
      ...(route.body && {
        body: {
          // A call without one is read as `{}`.
          required: !route.body.safeParse({}).success,
          content: { 'application/json': { schema: route.body }, ...csvOf(route) },
        },
      }),
      ...((route.upload ?? route.document) && { body: { required: true, content: UPLOAD } }),
      ...(route.sheet && { body: { required: true, content: SHEET } }),
      ...(route.method === 'post' && route.idempotent !== false && { headers: IdempotencyHeader }),
      ...(route.conditional && { headers: ConditionHeader }),
    },
    responses: {
      ...successes(route),
      default: { description: 'A problem', content: { 'application/problem+json': { schema: Problem } } },
    },
  };
}

const file = { type: 'string' as const, contentMediaType: 'application/octet-stream' };
const UPLOAD: ZodContentObject = {
  'multipart/form-data': { schema: { type: 'object', required: ['file'], properties: { file } } },
  'application/octet-stream': { schema: file },
};
const SHEET: ZodContentObject = Object.fromEntries(
  ['multipart/form-data', ...SHEET_TYPES].map((type) => [type, UPLOAD[type] ?? { schema: file }]),
);

const IdempotencyHeader = z.object({ 'Idempotency-Key': z.string().min(1).max(255).optional() });
const ConditionHeader = z.object({ 'If-Match': z.string().optional() });

function successes(route: Route): RouteConfig['responses'] {
  const responses: RouteConfig['responses'] = {};
  for (const [status, schema] of Object.entries(route.answers)) {
    const media = Object.fromEntries((route.media ?? []).map((type) => [type, { schema: file }]));
    const json = schema && { 'application/json': { schema }, ...(route.method === 'get' && csvOf(route)) };
    const content = { ...json, ...media };
    responses[status] = { description: route.summary, ...(Object.keys(content).length > 0 && { content }) };
  }
  return responses;
}

const csvOf = ({ csv }: Route) => csv && { 'text/csv': { schema: z.string() } };

const isObject = (schema: ZodType | undefined): schema is ZodObject => schema instanceof z.ZodObject;
