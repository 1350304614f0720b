import { hiddenOf } from './page-form';
import { decide, RunningLinks, visit } from './running-links';

const MINUTE = 60_000;
const approve = { decision: 'approve' };
/** Processes of the API whose clock is right, fast and slow. */
const CLOCKS = [0, 10 * MINUTE, -10 * MINUTE].map((off) => ({ off, minutes: off / MINUTE }));

let world: RunningLinks;
beforeAll(async () => {
  world = await RunningLinks.open();
});
afterAll(() => world.close());

const serveOff = (off: number): Promise<string> => world.serve({ clock: () => Date.now() + off });

test.each(CLOCKS)(
  'a link that has not run out decides where the clock of the API is $minutes minutes off',
  async ({ off }) => {
    const request = await world.ask();
    const link = await world.linkOf(request, 'A', { expiresAt: Date.now() + 5 * MINUTE });

    expect((await decide((await serveOff(off)) + link, approve)).status).toBe(200);
    expect((await request.view()).status).toBe('approved');
  },
);

test.each(CLOCKS)(
  'a link that has run out is answered 410 and mailed anew where the clock of the API is $minutes minutes off',
  async ({ off }) => {
    const request = await world.ask();
    const link = await world.linkOf(request, 'A', { expiresAt: Date.now() - 1 });
    const { id } = await request.taskOf('A');
    const api = await serveOff(off);
    const { status, text } = await decide(api + link, approve);

    expect([status, text.includes('/renew"')]).toEqual([410, true]);
    expect((await visit(`${api}${link}/renew`, { fields: hiddenOf(text) })).status).toBe(200);
    await world.desk.relay.until(({ subject, text: sent }) => /new link/i.test(subject) && sent.includes(`/a/${id}`));
    expect((await request.view()).status).toBe('pending');
  },
);
