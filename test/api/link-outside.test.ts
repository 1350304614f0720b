import {
  createServer,
  request as forward,
  type IncomingHttpHeaders,
  type RequestListener,
  type Server,
} from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Browser, Page } from 'playwright-core';
import { certificateFor } from '../activities/migration/servers/certificate';
import { openChromium, withChromium } from '../browser/chromium';
import { hiddenOf } from './page-form';
import { RunningLinks, visit } from './running-links';

const PREFIX = '/tenure';

withChromium('a mailed link in a browser', () => {
  let world: RunningLinks;
  let browser: Browser;
  const servers: Server[] = [];
  beforeAll(async () => {
    world = await RunningLinks.open();
    browser = await openChromium();
  });
  afterAll(async () => {
    await browser.close();
    for (const server of servers) server.close().closeAllConnections();
    await world.close();
  });

  async function listening(server: Server): Promise<number> {
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return (server.address() as AddressInfo).port;
  }

  /** What ends TLS before the product, and takes the path off. */
  const ending =
    (inner: () => string): RequestListener =>
    (req, res) => {
      if (req.url?.startsWith(`${PREFIX}/`) !== true) return res.writeHead(404).end();
      const to = new URL(req.url.slice(PREFIX.length), inner());
      const passed = forward(to, { method: req.method, headers: { ...req.headers, host: to.host } }, (answer) => {
        res.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(res);
      });
      return req.pipe(passed);
    };

  test('opens and decides behind a path and what ends TLS, at the address that stands in the mail', async () => {
    let inner = '';
    const port = await listening(
      createTlsServer(
        certificateFor('localhost'),
        ending(() => inner),
      ),
    );
    const publicUrl = `https://localhost:${port}${PREFIX}`;
    inner = await world.serve({ publicUrl });
    const earlier = world.desk.deps.publicUrl;
    Object.assign(world.desk.deps, { publicUrl });
    const request = await world.ask();
    const { id } = await request.taskOf('A');
    const { text } = await world.desk.relay.until((mail) => mail.text.includes(`/a/${id}`));
    Object.assign(world.desk.deps, { publicUrl: earlier });
    const link = /https:\S+\/a\/\S+/.exec(text)?.[0] ?? '';

    const page = await browser.newPage({ ignoreHTTPSErrors: true });
    const failed: string[] = [];
    page.on('response', (answer) => {
      if (answer.status() >= 400) failed.push(answer.url());
    });
    await page.goto(link);
    await page.locator('input[value=approve]').check();
    await page.locator('button.primary').click();
    await page.locator('.notice.good').waitFor();
    expect([link.startsWith(`${publicUrl}/a/`), failed]).toEqual([true, []]);
    expect(await request.taskOf('A')).toMatchObject({ decision: 'approve', channel: 'email' });
    await page.close();
  });

  /** A site of somebody else, and what it was told of those who came to it. */
  async function otherSite(html: string): Promise<{ readonly url: string; readonly heard: IncomingHttpHeaders[] }> {
    const heard: IncomingHttpHeaders[] = [];
    const server = createServer((req, res) => {
      if (req.url === '/') heard.push(req.headers);
      res.writeHead(200, { 'content-type': 'text/html' }).end(html);
    });
    return { url: `http://localhost:${await listening(server)}/`, heard };
  }

  const served = (): Promise<string> => world.serve({ publicUrl: 'http://localhost:3000' });
  const opened = async (url: string): Promise<Page> => {
    const page = await browser.newPage();
    await page.goto(url);
    return page;
  };

  test('is not shown in a frame of another site', async () => {
    const link = (await served()) + (await world.linkOf(await world.ask(), 'A'));
    const { url } = await otherSite(`<iframe src="${link}"></iframe>`);
    const page = await opened(url);
    const inside = page.frames().find((frame) => frame !== page.mainFrame());
    expect((await visit(link)).text).toContain('value="approve"');
    expect(await inside?.locator('input, button').count()).toBe(0);
    expect(inside?.url()).toMatch(/^chrome-error:/);
    await page.close();
  });

  test('decides nothing by a form of another site, though all of its fields are those of a form of ours', async () => {
    const request = await world.ask();
    const link = (await served()) + (await world.linkOf(request, 'A'));
    const fields = Object.entries({ ...hiddenOf((await visit(link)).text), decision: 'approve' });
    const inputs = fields.map(([name, value]) => `<input name="${name}" value="${value}">`).join('');
    const { url } = await otherSite(`<form method="post" action="${link}">${inputs}<button>Win</button></form>`);
    const page = await opened(url);
    const answered = page.waitForResponse((answer) => answer.request().method() === 'POST');
    await page.locator('button').click();

    expect((await answered).status()).toBe(403);
    expect((await request.taskOf('A')).decision).toBeNull();
    await page.close();
  });

  test('is not told to whom a reader goes on from its page', async () => {
    const page = await opened((await served()) + (await world.linkOf(await world.ask(), 'A')));
    const { url, heard } = await otherSite('<p>Welcome.</p>');
    await page.evaluate(
      `document.body.append(Object.assign(document.createElement('a'), { href: '${url}', id: 'away', textContent: 'Away' }))`,
    );
    await page.locator('#away').click();
    await page.waitForURL(url);

    expect(heard.map(({ referer }) => referer)).toEqual([undefined]);
    expect(await page.evaluate('document.referrer')).toBe('');
    await page.close();
  });
});
