import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { knex } from 'knex';
import type { Route } from '../../../api/route';
import { apiRoutes } from '../../../api/routes';
import { isFresh, isAlive, USUAL_SESSION } from '../../../domain/people/session-rules';
import { isWithin, scopeFor } from '../../../domain/people/token-scopes';
import { servicesOver } from '../../api/world';

test.each([
  ['get', '/users', 'insiders', 'read'],
  ['get', '/webhooks', ['admin'], 'read'],
  ['post', '/calc/swot', 'signed-in', 'read'],
  ['post', '/tasks/{id}/actions', 'signed-in', 'decide'],
  ['post', '/tasks/actions', 'signed-in', 'decide'],
  ['post', '/requests/{id}/actions', 'signed-in', 'decide'],
  ['post', '/engagements', ['admin', 'manager'], 'write'],
  ['put', '/settings/risk-rules', ['admin'], 'administer'],
  ['put', '/users/{id}/absences', 'insiders', 'administer'],
  ['delete', '/me/tokens/{id}', 'signed-in', 'administer'],
  ['post', '/engagements/{id}/keys', 'insiders', 'administer'],
  ['post', '/engagements/{id}/purge/confirm', ['admin', 'legal'], 'decide'],
  ['post', '/reviews/{id}/approve', 'signed-in', 'decide'],
  ['post', '/engagements/{id}/settlement/confirmation', 'insiders', 'decide'],
  ['post', '/engagements/{id}/contract/clauses/{code}/waive', 'insiders', 'decide'],
  ['post', '/engagements/{id}/exit/tasks/{key}/waive', 'insiders', 'write'],
] as const)('%s %s for %s needs the scope %s', (method, path, access, scope) => {
  expect(scopeFor({ method, path, access })).toBe(scope);
});

const TABLE = readFileSync(join(__dirname, 'route-scopes.txt'), 'utf8').trim().split('\n');

const all = apiRoutes(servicesOver(knex({ client: 'pg' })));
const isRead = ({ method, stepUp }: Route): boolean => method === 'get' && !stepUp;

test('every route that changes something stands in the table with its scope, and whether it asks again who one is', () => {
  const lines = all
    .filter((one) => !isRead(one))
    .map((one) => `${scopeFor(one)} ${one.method} ${one.path}${one.stepUp ? ' again' : ''}`);
  expect(lines.sort()).toEqual(TABLE);
});

test('every other route needs the scope for reading alone', () => {
  expect(all.filter(isRead).filter((one) => scopeFor(one) !== 'read')).toEqual([]);
});

test('a token without scopes is for everything, one with scopes for those alone', () => {
  expect(isWithin(null, 'administer')).toBe(true);
  expect(isWithin(['read'], 'read')).toBe(true);
  expect(isWithin(['read', 'decide'], 'write')).toBe(false);
  expect(isWithin([], 'read')).toBe(false);
});

const MINUTE = 60_000;

test('a session lives while it is used, to the millisecond, and never beyond its end', () => {
  const session = { lastSeenAt: 0, expiresAt: 45 * MINUTE };
  expect(isAlive(session, USUAL_SESSION, 30 * MINUTE - 1)).toBe(true);
  expect(isAlive(session, USUAL_SESSION, 30 * MINUTE)).toBe(false);
  expect(isAlive({ ...session, lastSeenAt: 44 * MINUTE }, USUAL_SESSION, 45 * MINUTE - 1)).toBe(true);
  expect(isAlive({ ...session, lastSeenAt: 44 * MINUTE }, USUAL_SESSION, 45 * MINUTE)).toBe(false);
});

test('a proof holds for a quarter of an hour', () => {
  expect(isFresh({ provedAt: 0 }, USUAL_SESSION, 15 * MINUTE - 1)).toBe(true);
  expect(isFresh({ provedAt: 0 }, USUAL_SESSION, 15 * MINUTE)).toBe(false);
});
