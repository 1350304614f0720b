import { codeOf, COMPLETE, NeedsWorld } from './needs-world';

let world: NeedsWorld;
let engagement: string;

beforeAll(async () => {
  world = await NeedsWorld.open();
});
afterAll(() => world.close());
beforeEach(async () => {
  engagement = await world.engage();
});

const call: NeedsWorld['call'] = (...args) => world.call(...args);
const patch = (body: object) => call('patch', `/engagements/${engagement}/needs`).send(body);

async function submitComplete() {
  await patch(COMPLETE).expect(200);
  return world.submit(engagement);
}

describe('planning settings', () => {
  const path = '/settings/prohibited-activities';

  test('ship, are replaced by administrators alone, and keep every version', async () => {
    const shipped = await call('get', path).expect(200);
    expect(shipped.body).toMatchObject({ version: 1, origin: 'shipped' });
    expect(JSON.stringify(shipped.body)).toContain('internal-audit');
    const canteen = { code: 'canteen', names: { en: 'Canteen', 'zh-CN': '食堂' } };
    await call('put', path)
      .send({ items: [canteen] })
      .expect(403);
    await call('put', path, world.admin)
      .send({ items: [canteen, canteen] })
      .expect(422);
    await call('put', path, world.admin)
      .send({ items: [{ code: 'canteen' }] })
      .expect(422);
    const saved = await call('put', path, world.admin)
      .set('if-match', '"v1"')
      .send({ items: [canteen] })
      .expect(200);
    expect(saved.body).toEqual({ version: 2, origin: 'own', items: [canteen] });
    await call('put', path, world.admin).set('if-match', '"v1"').send({ items: [] }).expect(412);
    expect((await call('get', path).expect(200)).body).toEqual(saved.body);
    expect((await call('get', `${path}?version=1`).expect(200)).body).toEqual(shipped.body);
    await call('get', `${path}?version=9`).expect(404);
  });

  test('decide at once what may be given away', async () => {
    const activity = { name: 'Lunch', isCore: false, prohibitedCode: 'canteen', decision: 'partial' };
    const refused = await patch({ activities: [activity] }).expect(422);
    expect(refused.body).toMatchObject({
      code: 'ACTIVITY_MUST_BE_RETAINED',
      errors: [{ path: 'needs.activities.0.decision' }],
    });
    const unknown = await patch({ activities: [{ ...activity, prohibitedCode: 'internal-audit' }] }).expect(422);
    expect(unknown.body).toMatchObject({
      code: 'INVALID_FIELDS',
      errors: [
        {
          path: 'needs.activities.0.prohibitedCode',
          message: '"internal-audit" is not on the list (canteen)',
        },
      ],
    });
    await patch({ activities: [{ ...activity, decision: 'retain' }] }).expect(200);
    const opening = {
      title: 'Canteen',
      serviceType: 'other',
      ownerId: world.manager.person.id,
      needs: { activities: [activity] },
    };
    const open = (part: object) => call('post', '/engagements').send({ ...opening, ...part });
    expect(codeOf(await open({}).expect(422))).toBe('ACTIVITY_MUST_BE_RETAINED');
    const misspelt = { activities: [{ ...activity, prohibitedCode: 'cantine', decision: 'retain' }] };
    expect(codeOf(await open({ needs: misspelt }).expect(422))).toBe('INVALID_FIELDS');
    const another = await open({ needs: {}, roles: { owner: world.admin.person.id } }).expect(422);
    expect(another.body).toMatchObject({ code: 'INVALID_FIELDS', errors: [{ path: 'roles.owner' }] });
  });

  test('move the floor of the management cost', async () => {
    const rules = await call('get', '/settings/planning-rules').expect(200);
    const { version: _version, origin: _origin, ...shipped } = rules.body as Record<string, unknown>;
    expect(shipped['managementFloorBp']).toBe(300);
    await call('put', '/settings/planning-rules', world.admin)
      .send({ ...shipped, managementFloorBp: 1_100 })
      .expect(200);
    await expect(submitComplete()).rejects.toMatchObject({ type: 'MGMT_COST_UNDERESTIMATED' });
    await call('put', '/settings/planning-rules', world.admin).send(shipped).expect(200);
    await expect(submitComplete()).resolves.toBeDefined();
  });
});
