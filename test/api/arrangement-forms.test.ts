import { filled } from './page-form';
import { ServiceWorld } from './service-world';

let world: ServiceWorld;
beforeAll(async () => {
  world = await ServiceWorld.open();
});
beforeEach(() => world.begin());
afterAll(() => world.close());

const at = (form: string): string => `/engagements/${world.id}/forms/${form}`;
const read = async (path: string): Promise<Record<string, unknown>> =>
  (await world.call('get', path).expect(200)).body as Record<string, unknown>;

/** A form of the owner's, with other values typed into it. */
async function sending(form: string) {
  const { page, send } = await world.browse('owner', `${at(form)}?lang=en`);
  const type = (typed: Readonly<Record<string, string>>) =>
    send(Object.fromEntries(filled(page.text, at(form), typed)));
  return { page, type };
}

describe('the rhythm of reviews', () => {
  test('is changed where the engagement is', async () => {
    expect((await world.browse('owner', `/engagements/${world.id}?part=all`)).page.text).toContain(
      `href="${at('review-rhythm')}"`,
    );
    const before = (await read('/review-rhythm'))['rhythm'];
    const { type } = await sending('review-rhythm');
    const rhythm = before === 'monthly' ? 'quarterly' : 'monthly';
    await type({ rhythm }).expect(303);
    expect(await read('/review-rhythm')).toEqual({ rhythm });
  });

  test('is not changed over what somebody else has set meanwhile', async () => {
    const { type } = await sending('review-rhythm');
    const before = (await read('/review-rhythm'))['rhythm'];
    const rhythm = before === 'monthly' ? 'quarterly' : 'monthly';
    await world.call('put', '/review-rhythm', { rhythm }).expect(200);
    expect((await type({ rhythm: 'monthly' }).expect(422)).text).toContain('Somebody else has changed it meanwhile');
    expect(await read('/review-rhythm')).toEqual({ rhythm });
  });
});

describe('how both sides talk', () => {
  const CONTACTS = {
    'contacts.0.name': 'Olga',
    'contacts.0.side': 'us',
    'contacts.0.email': 'olga@example.com',
    'contacts.0.role': 'Service manager',
    'contacts.1.name': 'Wu',
    'contacts.1.side': 'vendor',
    'contacts.1.email': 'wu@example.com',
    'contacts.1.role': 'answers for the hotline',
  };
  const LADDER = {
    'escalation.0.level': '1',
    'escalation.0.personId': '',
    'escalation.0.contact': 'wu@example.com',
    'escalation.0.afterBusinessDays': '2',
    'escalation.1.gone': '1',
    'escalation.2.gone': '1',
  };
  const GONE = { 'contacts.2.gone': '1', 'contacts.3.gone': '1' };

  test('is written where it is read', async () => {
    const follow = await world.browse('owner', `/engagements/${world.id}/follow-up`);
    expect(follow.page.text).toContain(`href="${at('communication-plan')}"`);
    const { type } = await sending('communication-plan');
    await type({ cadence: 'days', cadenceDays: '10', channels: 'call', ...CONTACTS, ...GONE, ...LADDER }).expect(303);
    expect(await read('/communication-plan')).toMatchObject({
      origin: 'written',
      plan: {
        cadence: { days: 10 },
        channels: ['call'],
        contacts: [
          { name: 'Olga', side: 'us', email: 'olga@example.com', role: 'serviceManager' },
          { name: 'Wu', side: 'vendor', email: 'wu@example.com', role: 'answers for the hotline' },
        ],
        escalation: [{ level: 1, contact: 'wu@example.com', afterBusinessDays: 2 }],
      },
    });
  });

  test('leads to the line that is wrong, and keeps the others', async () => {
    const before = await read('/communication-plan');
    const { type } = await sending('communication-plan');
    const typed = { cadence: 'days', cadenceDays: 'some', channels: 'call', ...CONTACTS, ...GONE, ...LADDER };
    const refused = await type({ ...typed, 'escalation.0.contact': 'nobody@example.com' }).expect(422);
    expect(refused.text).toMatch(/name="cadenceDays"[^>]* autofocus aria-invalid="true"/);
    expect(refused.text).toMatch(/name="escalation\.0\.contact"[^>]*value="nobody@example\.com"/);
    const other = await type({ ...typed, cadenceDays: '10', 'escalation.0.contact': 'nobody@example.com' }).expect(422);
    expect(other.text).toMatch(/name="escalation\.0\.contact"[^>]* autofocus aria-invalid="true"/);
    expect(await read('/communication-plan')).toEqual(before);
  });
});

describe('supervision by an authority', () => {
  beforeEach(() => world.begin({ state: 'CONTRACTING' }));

  test('is said, and the report with it', async () => {
    expect((await world.browse('owner', `/engagements/${world.id}?part=all`)).page.text).toContain(
      `href="${at('compliance')}"`,
    );
    const { type } = await sending('compliance');
    await type({ regulated: 'yes', authority: 'NFRA', reportedOn: '2027-02-01', reportReference: 'R-7' }).expect(303);
    expect(await read('/compliance')).toMatchObject({
      profile: { regulated: true, authority: 'NFRA', reportedOn: '2027-02-01', reportReference: 'R-7' },
      report: { signableFrom: '2027-03-01' },
    });
  });

  test('is not denied again by whoever wants to sign, and a report of tomorrow is refused beside its day', async () => {
    await world.call('put', '/compliance', { regulated: true }).expect(200);
    const { type } = await sending('compliance');
    expect((await type({ regulated: 'no' }).expect(422)).text).toContain('Only legal or an administrator');
    const early = await type({ regulated: 'yes', reportedOn: '2027-04-01', authority: 'NFRA' }).expect(422);
    expect(early.text).toMatch(/name="reportedOn"[^>]* autofocus aria-invalid="true"/);
    expect(early.text).toContain('value="NFRA"');
    expect(await read('/compliance')).toMatchObject({ profile: { regulated: true } });
  });
});

test('only who may edit the engagement is offered these forms', async () => {
  const { page, get } = await world.browse('stranger', `/engagements/${world.id}?part=all`);
  for (const form of ['review-rhythm', 'communication-plan', 'compliance']) {
    expect(page.text).not.toContain(at(form));
    await get(at(form)).expect(403);
  }
});
