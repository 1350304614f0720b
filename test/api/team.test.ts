import { agendaOf } from '../../db/read/agenda';
import { openActionItem } from '../../db/stores/action-items';
import { saveSignature } from '../../db/stores/contracts';
import { inTransaction } from '../../db/transaction';
import { KpiWorld, uptime } from './kpi-world';
import { codeOf, NOW, pathsOf } from './needs-world';
import { signedIn, type SignedIn } from './world';

const HOUR = 3_600_000;
const ROLES = ['sponsor', 'contractManager', 'serviceManager', 'security', 'finance', 'hr'] as const;
let world: KpiWorld;
let team: Readonly<Record<(typeof ROLES)[number], SignedIn>>;
beforeAll(async () => {
  world = await KpiWorld.open();
  const people = await Promise.all(ROLES.map(async (role) => [role, await signedIn(world.needs.db)] as const));
  // One entry for each role.
  team = Object.fromEntries(people) as typeof team;
});
afterAll(() => world.needs.close());

const full = () => ({
  ...Object.fromEntries(ROLES.map((role) => [role, team[role].person.id])),
  vendorRep: world.vendor.person.id,
});
const OWNER = () => world.needs.manager.person.id;

describe('the team', () => {
  test('says which roles are open, and takes people for them', async () => {
    const own = await world.another();
    const before = await own.call('get', '/team');
    expect(before.body).toMatchObject({ ownerId: OWNER(), missing: [...ROLES], conflicting: [] });
    const changed = await own.call('put', '/team').send({ roles: full(), reason: 'The team is complete.' });
    expect(changed.body).toMatchObject({ missing: [], sponsorId: team.sponsor.person.id, roles: { owner: OWNER() } });
    const events = await own.call('get', '/events');
    expect(events.body).toMatchObject({
      items: [{ type: 'engagement.team', payload: { reason: 'The team is complete.' } }],
    });
  });

  test('keeps who gave which part to whom, so that a part taken over lately may be left out of account', async () => {
    const own = await world.another();
    await own.call('put', '/team').send({ roles: full() }).expect(200);
    await own
      .call('put', '/team')
      .send({ roles: { ...full(), hr: team.security.person.id } })
      .expect(200);
    const { db } = world.needs;
    const kept = await db('appointment_changes').where({ engagement_id: own.id, subject: 'hr' }).orderBy('number');
    expect(kept).toMatchObject([
      { kind: 'part', before: null, after: team.hr.person.id, changed_by: OWNER() },
      { kind: 'part', before: team.hr.person.id, after: team.security.person.id, changed_by: OWNER() },
    ]);
    expect(await db('appointment_changes').where({ engagement_id: own.id, subject: 'owner' })).toEqual([]);
  });

  test('does not let one person own the service and release its money', async () => {
    const own = await world.another();
    const refused = await own.call('put', '/team').send({ roles: { ...full(), finance: OWNER() } });
    expect([refused.status, codeOf(refused), pathsOf(refused)]).toEqual([422, 'ROLE_CONFLICT', ['roles.finance']]);
    const body = { title: 'One', serviceType: 'it', ownerId: OWNER(), roles: { finance: OWNER() } };
    const opening = await world.needs.call('post', '/engagements').send(body);
    expect([opening.status, codeOf(opening)]).toEqual([422, 'ROLE_CONFLICT']);
    expect((await own.call('get', '/team')).body).toMatchObject({ missing: [...ROLES] });
  });

  test('is changed by whoever answers for the engagement', async () => {
    const own = await world.another();
    const stranger = await signedIn(world.needs.db);
    expect((await own.call('put', '/team', stranger).send({ roles: full() })).status).toBe(403);
  });

  test('is complete before the signature that begins the transition', async () => {
    const own = await world.another({ roles: { vendorRep: world.vendor.person.id, hr: team.hr.person.id } });
    const signature = { signatory: 'Ma', signedAt: new Date(NOW).toISOString() };
    await inTransaction(own.needs.db, (trx) =>
      saveSignature(trx, { engagementId: own.id, party: 'vendor', ...signature, now: NOW }),
    );
    const refused = await own.call('post', '/contract/signatures').send({ party: 'us', ...signature });
    expect([refused.status, codeOf(refused)]).toEqual([422, 'TEAM_INCOMPLETE']);
    expect(pathsOf(refused)).toEqual(ROLES.filter((role) => role !== 'hr').map((role) => `roles.${role}`));
  });
});

test('a workload shows engagements, open and overdue work, and how long it has waited', async () => {
  const own = await world.another({ title: 'Payroll', roles: { security: team.security.person.id } });
  const id = team.security.person.id;
  const now = NOW - 30 * HOUR;
  const item = { key: 'check', engagementId: own.id, kind: 'manual', title: 'Check access', assigneeId: id } as const;
  await inTransaction(own.needs.db, (trx) => openActionItem(trx, { ...item, opensAt: now, dueAt: NOW - HOUR, now }));
  const one = await world.needs.call('get', `/people/${id}/workload`);
  expect(one.body).toMatchObject({
    actionItems: 1,
    overdueItems: 1,
    approvals: 0,
    hoursWaiting: 30,
    roles: expect.arrayContaining([expect.objectContaining({ title: 'Payroll', roles: ['security'] })]) as unknown,
  });
  const first = await world.needs.call('get', '/workload?limit=3');
  const next = await world.needs.call('get', `/workload?limit=200&cursor=${String(first.body.next)}`);
  const names = [...first.body.items, ...next.body.items].map(({ userId }: { userId: string }) => userId);
  expect(new Set(names).size).toBe(names.length);
  expect(names).toContain(id);
  expect((await world.needs.call('get', '/workload?cursor=WyJhIiwiYiJd')).status).toBe(400);
});

test('a service without KPIs raises one alarm, which its first KPI closes', async () => {
  const own = await world.another();
  const due = async () =>
    (await agendaOf(own.needs.db, own.id, { cursor: { at: NOW, key: '' }, limit: 50 })).filter(
      ({ kind }) => kind === 'unmonitored',
    );
  const alarms = () => own.needs.db('alarms').where({ engagement_id: own.id }).select('rule', 'severity', 'state');
  expect(await due()).toHaveLength(1);
  expect((await own.perform('unmonitored', {})).mails.map(({ kind }) => kind)).toEqual(['alarm']);
  expect(await due()).toEqual([]);
  expect(await alarms()).toEqual([{ rule: 'UNMONITORED', severity: 'amber', state: 'open' }]);

  await own.define([uptime]);
  expect(await alarms()).toEqual([{ rule: 'UNMONITORED', severity: 'amber', state: 'closed' }]);
  expect(await due()).toEqual([]);
});
