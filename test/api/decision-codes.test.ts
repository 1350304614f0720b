import { type Asking, LinkWorld, links } from './link-world';
import { hiddenOf } from './page-form';

let world: LinkWorld;
beforeAll(async () => {
  world = await LinkWorld.open();
});
afterAll(() => world.database.drop());
beforeEach(() => {
  world.notices.length = 0;
});

const isUntouched = ({ id, state }: Asking): boolean => world.stateOf(id)?.version === state.version;
const approve = { decision: 'approve' };
const MINUTE = 60_000;

describe('a policy that asks for more than a link', () => {
  const codeMailed = (): string => links.codeFor(world.notices.at(-1)?.replace('notice-code-', '') ?? '');

  test('wants the code that was mailed', async () => {
    const asking = await world.ask({ stepUp: true });
    const path = asking.link(asking.asked[0]);
    expect((await world.send(path, approve)).status).toBe(422);
    expect((await world.send(path, {}, '/code')).status).toBe(200);
    const code = codeMailed();
    const wrong = code === '000000' ? '111111' : '000000';
    expect((await world.send(path, { ...approve, code: wrong })).status).toBe(422);
    expect(isUntouched(asking)).toBe(true);
    expect(code).toMatch(/^\d{6}$/);
    expect((await world.send(path, { ...approve, code })).status).toBe(200);
    expect(world.stateOf(asking.id)).toMatchObject({ status: 'approved' });
  });

  test('takes a code once: what made one decision makes no other, were its task open again', async () => {
    const asking = await world.ask({ stepUp: true });
    const path = asking.link(asking.asked[0]);
    await world.send(path, {}, '/code');
    const code = codeMailed();
    expect((await world.send(path, { ...approve, code })).status).toBe(200);
    await world.askAgain(asking);
    expect((await world.send(path, { ...approve, code })).status).toBe(422);
    expect(world.stateOf(asking.id)).toMatchObject({ status: 'pending' });
    await world.send(path, {}, '/code');
    expect((await world.send(path, { ...approve, code })).status).toBe(422);
    expect((await world.send(path, { ...approve, code: codeMailed() })).status).toBe(200);
  });

  test('keeps a code whose decision was refused', async () => {
    const asking = await world.ask({ stepUp: true });
    const path = asking.link(asking.asked[0]);
    await world.send(path, {}, '/code');
    const code = codeMailed();
    expect((await world.send(path, { decision: 'reject', code })).status).toBe(422);
    expect(isUntouched(asking)).toBe(true);
    expect((await world.send(path, { ...approve, code })).status).toBe(200);
  });

  test('keeps what was entered when the code is asked for', async () => {
    const asking = await world.ask({ stepUp: true });
    const { text, status } = await world.send(
      asking.link(asking.asked[0]),
      { decision: 'reject', comment: 'Far too dear.' },
      '/code',
    );
    expect(status).toBe(200);
    expect(text).toMatch(/value="reject" checked/);
    expect(text).toContain('Far too dear.');
    expect(isUntouched(asking)).toBe(true);
  });

  test('refuses even the right code after five wrong ones', async () => {
    const asking = await world.ask({ stepUp: true });
    const path = asking.link(asking.asked[0]);
    await world.send(path, {}, '/code');
    const code = codeMailed();
    for (let tries = 0; tries < 5; tries += 1) await world.send(path, { ...approve, code: 'wrong!' });
    expect((await world.send(path, { ...approve, code })).status).toBe(422);
    expect(isUntouched(asking)).toBe(true);
  });

  test('refuses a code that is ten minutes old', async () => {
    const asking = await world.ask({ stepUp: true });
    const path = asking.link(asking.asked[0]);
    await world.send(path, {}, '/code');
    const code = codeMailed();
    world.now += 10 * MINUTE;
    expect((await world.send(path, { ...approve, code })).status).toBe(422);
    expect(isUntouched(asking)).toBe(true);
  });

  test('refuses the code of another person’s task', async () => {
    const asking = await world.ask({ stepUp: true });
    const [first, second] = asking.asked;
    await world.send(asking.link(second), {}, '/code');
    expect((await world.send(asking.link(first), { ...approve, code: codeMailed() })).status).toBe(422);
    expect(isUntouched(asking)).toBe(true);
  });

  test('lets the person sign in instead, and nobody else', async () => {
    const asking = await world.ask({ stepUp: true });
    const [first, second] = asking.asked;
    const path = asking.link(first);
    const asked = await world.get(`${path}/sign-in`).expect(303);
    expect(asked.headers['location']).toBe(`/sign-in?next=${encodeURIComponent(path)}`);
    const stranger = await world.signIn(second);
    await world.get(`${path}/sign-in`).set('cookie', stranger).expect(403);
    const form = hiddenOf((await world.get(path).set('cookie', stranger)).text);
    const refused = await world
      .post(path, { ...form, ...approve })
      .set('cookie', stranger)
      .expect(403);
    expect(refused.text).toContain('signed in as Bo');
    expect(isUntouched(asking)).toBe(true);
    const own = await world.signIn(first);
    await world.get(`${path}/sign-in`).set('cookie', own).expect(303).expect('location', path);
    await world
      .post(path, { ...form, ...approve })
      .set('cookie', own)
      .expect(200);
    expect(world.stateOf(asking.id)?.tasks[0]).toMatchObject({ decision: 'approve' });
  });
});
