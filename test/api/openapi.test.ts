import { isDeepStrictEqual } from 'node:util';
import request from 'supertest';
import { z } from 'zod';
import { createApp } from '../../api/app';
import { apiRoutes } from '../../api/routes';
import { ATTACHMENT_TYPES } from '../../domain/approval/attachment';
import { DOCUMENT_TYPES } from '../../domain/contract/document';
import { servicesOver } from './world';
import { testDatabase, type TestDatabase } from '../database';

let database: TestDatabase;
let document: { readonly openapi: string; readonly paths: Record<string, Record<string, unknown>> };

beforeAll(async () => {
  database = await testDatabase();
  const services = servicesOver(database.db);
  const app = createApp({ services, routes: apiRoutes(services) });
  const { body } = await request(app).get('/api/v1/openapi.json');
  document = Document.parse(body);
});
afterAll(() => database.drop());

const Document = z.looseObject({ openapi: z.string(), paths: z.record(z.string(), z.record(z.string(), z.unknown())) });

test('a body is needed where the route does not do with an empty one', () => {
  const needed = (path: string): unknown => Called.parse(document.paths[path]?.['post']).requestBody.required;

  expect(needed('/engagements')).toBe(true);
  expect(needed('/decision-links/renewals')).toBe(false);
});

const Called = z.looseObject({ requestBody: z.looseObject({ required: z.boolean() }) });
const Saved = z.looseObject({
  responses: z.looseObject({ 200: z.looseObject({ content: z.record(z.string(), z.unknown()) }) }),
});

test('the OpenAPI document lists the routes that are mounted, no more and no less', () => {
  const documented = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method} ${path}`),
  );
  const mounted = apiRoutes(servicesOver(database.db)).map(({ method, path }) => `${method} ${path}`);

  expect(document.openapi).toBe('3.1.0');
  expect(documented.sort()).toEqual([...mounted, 'get /openapi.json'].sort());
});

test('the OpenAPI document gives pairs their length, in words that every tool reads', () => {
  const pairs = nodesOf(document).filter(({ minItems, maxItems, items }) => minItems === 2 && maxItems === 2 && items);

  expect(nodesOf(document).filter((node) => 'prefixItems' in node)).toEqual([]);
  // Roles that exclude each other; hours from and to.
  expect(pairs.some(({ items }) => isDeepStrictEqual(Object.keys(items ?? {}), ['type', 'enum']))).toBe(true);
  expect(pairs.some(({ items }) => isDeepStrictEqual(Object.keys(items ?? {}), ['anyOf']))).toBe(true);
});

test.each([
  ['/engagements/{id}/documents/{documentId}/content', DOCUMENT_TYPES],
  ['/engagements/{id}/kpis/{key}/evidence/{fileId}/content', DOCUMENT_TYPES],
  ['/requests/{id}/attachments/{attachmentId}', ATTACHMENT_TYPES],
])('%s may answer in every type that its files have', (path, types) => {
  const { 200: success } = Saved.parse(document.paths[path]?.['get']).responses;

  expect(Object.keys(success.content)).toEqual(types);
  expect(types).toEqual(expect.arrayContaining(['text/plain', 'application/pdf']));
});

function nodesOf(node: unknown): readonly Readonly<Record<string, object | number>>[] {
  if (typeof node !== 'object' || node === null) return [];
  return [node as Readonly<Record<string, object | number>>, ...Object.values(node).flatMap(nodesOf)];
}
