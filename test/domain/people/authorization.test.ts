import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { route } from '../../../api/route';
import { closedWithoutRow, MATRIX } from '../../../api/authorization/matrix';
import { type Caller, expectedAnswer, rowOf } from '../../../api/authorization/rules';
import { AUTHORIZATION_FILE, authorizationPage } from '../../../bin/parts/authorization-page';
import { FIELD_FILE, fieldPage, fieldsOf } from '../../../bin/parts/field-page';
import { engagementAccess } from '../../../domain/engagement/access';

const team = { ownerId: 'owner', sponsorId: null, roles: { vendorRep: 'rep', serviceManager: 'service' } };

test('the page on authorization says what the table says', () => {
  expect(readFileSync(AUTHORIZATION_FILE, 'utf8')).toBe(authorizationPage());
  expect(MATRIX.size).toBeGreaterThan(390);
});

test('the page on fields says what the schemas of the routes and the table say', () => {
  expect(readFileSync(FIELD_FILE, 'utf8')).toBe(fieldPage());
  const leaves = z.strictObject({ a: z.strictObject({ b: z.array(z.string()), c: z.int().nullable() }), d: z.record(z.string(), z.int()) }); // prettier-ignore
  expect(fieldsOf(leaves, 'input')).toEqual(['a.b[]', 'a.c', 'd.*']);
});

test('an auditor reads every engagement and changes none, also as its owner', () => {
  for (const id of ['owner', 'service', 'stranger']) {
    const auditor = { id, roles: ['auditor'] } as const;
    expect(engagementAccess('read', auditor, team)).toBeNull();
    for (const act of ['edit', 'report', 'accept', 'evaluate', 'close'] as const)
      expect(engagementAccess(act, auditor, team)?.code).toBe('FORBIDDEN');
  }
});

test('for the people of another vendor an engagement is not there', () => {
  const [own, other] = ['rep', 'other'].map((id) => ({ id, roles: ['vendor'] as const }));
  expect(engagementAccess('know', own!, team)).toBeNull();
  expect(engagementAccess('edit', own!, team)?.code).toBe('FORBIDDEN');
  for (const act of ['read', 'know', 'report', 'edit', 'close'] as const)
    expect(engagementAccess(act, other!, team)?.code).toBe('NOT_FOUND');
});

test('a route of which nobody has said who may call it is closed to people and machines', () => {
  const handle = () => Promise.resolve({});
  const given = route({ method: 'get', path: '/new', summary: '', tag: '', access: 'public', keyScope: 'read', answers: {}, handle }); // prettier-ignore
  const closed = closedWithoutRow(given);
  expect(closed.access).toEqual([]);
  expect(closed.keyScope).toBeUndefined();
  expect(closedWithoutRow({ ...given, path: '/me' })).toMatchObject({ access: 'public', keyScope: 'read' });
});

test('a key is for one scope, in one engagement', () => {
  const row = rowOf({ who: 'edit', key: 'signals:write' });
  const key = (part: Partial<Extract<Caller, { kind: 'key' }>>): Caller => ({
    kind: 'key',
    scope: 'signals:write',
    own: true,
    ...part,
  });
  expect(expectedAnswer(row, key({}))).toBe('allowed');
  expect(expectedAnswer(row, key({ own: false }))).toBe(404);
  expect(expectedAnswer(row, key({ scope: 'read' }))).toBe(403);
});
