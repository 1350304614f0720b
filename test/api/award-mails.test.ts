import { v7 as uuidv7 } from 'uuid';
import { gateActivities } from '../../activities/gates';
import { auditTrail } from '../../db/read/audit';
import { engagementStream } from '../../db/stores/audit';
import { hidden, model } from './selection-desk';
import { bid, CNY, TenderWorld } from './tender-world';

let world: TenderWorld;
beforeAll(async () => {
  world = await TenderWorld.open();
});
afterAll(() => world.close());

/** Sun and moon bid by link, star is quoted by hand, comet declines, dust is only looked at; sun is the cheapest. */
async function decided(part: object) {
  const { id, vendorIds } = await world.begin({ sun: 'en', moon: 'zh-CN', comet: 'en', star: 'en', dust: 'en' });
  await world.call('owner', 'put', '/evaluation-model').send(model).expect(200);
  const { sun, moon, comet } = vendorIds;
  await world.publish({ sun, moon, comet } as Record<string, string>, part);
  await world.act(await world.link('sun'), bid('100'));
  await world.act(await world.link('moon'), bid('200'));
  await world.act(await world.link('comet'), { act: 'decline', confirm: 'yes' });
  world.pass(49);
  await world.call('owner', 'post', '/tender/open').send({}).expect(200);
  const idOf: Record<string, string> = {};
  for (const name of ['star', 'dust']) {
    const { body } = await world.call('owner', 'post', '/candidates').send({ vendorId: vendorIds[name] });
    idOf[name] = body.id;
  }
  const quote = { oneOff: CNY('1000.00'), annual: CNY('9000.00'), years: 2, hiddenCosts: hidden() };
  await world.call('owner', 'put', `/candidates/${idOf['star']}/quote`).send(quote).expect(200);
  const { body: listed } = await world.call('owner', 'get', '/candidates').expect(200);
  const candidates = listed.items as { id: string; vendorId: string }[];
  const chosen = candidates.find(({ vendorId }) => vendorId === sun)!;
  for (const { id: one, vendorId } of candidates) {
    const scores = { team: vendorId === sun ? 5 : 3 };
    await world.call('ann', 'put', `/candidates/${one}/scores`).send({ scores, conflictOfInterest: false }).expect(200);
  }
  const gate = { gate: 'award', requestId: uuidv7(), choice: { candidateId: chosen.id } } as const;
  const approve = () =>
    gateActivities({ db: world.database.db }).applyGate({
      engagementId: id,
      gate,
      outcome: 'approved',
      now: world.now,
    });
  world.orders.length = 0;
  world.letters.length = 0;
  return { id, approve };
}

const told = async () => {
  await world.agenda();
  const letters = await world.post();
  return new Map(letters.map((letter) => [letter.to.address.split('-')[0], letter]));
};

test('an approved award is told to the winner and to every other bidder, in their language, and to nobody else', async () => {
  const { id, approve } = await decided({ tellRank: true });
  await approve();
  const letters = await told();
  expect([...letters.keys()].sort()).toEqual(['moon', 'star', 'sun']);
  expect(letters.get('sun')?.subject).toContain('Your bid was chosen');
  expect(letters.get('moon')?.subject).toContain('未中标通知');
  expect(letters.get('star')?.subject).toContain('Not this time');

  const { text: moon = '' } = letters.get('moon') ?? {};
  expect(moon).toMatch(/名次：2/);
  expect(letters.get('star')?.text).toMatch(/Place of your bid: 3/);
  // Nothing about the others, and nothing that was judged or offered.
  for (const [name, { text, html }] of letters)
    for (const secret of ['sun', 'moon', 'star', 'comet', '9000', '3000', '19000'].filter((one) => one !== name))
      expect(`${text}${html}`.replace(/\/v\/\S+/g, '')).not.toContain(secret);
  // Who has a page of the tender finds it; who has none is sent to no sign-in.
  expect(moon).toContain('/v/');
  expect(letters.get('star')?.text).not.toMatch(/https?:|sign-in/);

  const trail = await auditTrail(world.database.db, engagementStream(id), { after: 0, limit: 100 });
  expect(trail.filter(({ type }) => type === 'agenda.award-notice')).toMatchObject([{ payload: { bidders: '3' } }]);
  const log = await world.database.db('mail_log').where({ engagement_id: id }).whereRaw("kind like 'award-%'");
  expect(log.map(({ kind, status }) => `${kind} ${status}`).sort()).toEqual([
    'award-lost sent',
    'award-lost sent',
    'award-won sent',
  ]);
});

test('a place is told only where the tender says so, and a repetition tells nothing twice', async () => {
  const { id, approve } = await decided({});
  await approve();
  await approve();
  const letters = await told();
  for (const { text } of letters.values()) expect(text).not.toMatch(/名次|Place of your bid/);
  expect(await world.agenda()).not.toContain('award-notice');
  await approve();
  await world.agenda();
  expect(await world.post()).toHaveLength(letters.size);
  expect(await world.database.db('award_notices').where({ engagement_id: id })).toHaveLength(3);
});

test('a bidder without a contact is passed over, the others are told', async () => {
  const { approve } = await decided({});
  await world.database.db('vendors').where({ name: 'moon' }).update({ contact_email: null });
  await approve();
  expect([...(await told()).keys()].sort()).toEqual(['star', 'sun']);
});
