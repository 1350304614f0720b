import type { Express } from 'express';
import request from 'supertest';
import { linkPagesOver, serviceLinksOf } from './mailed-links';
import { ServiceWorld } from './service-world';

const MINUTE = 60_000;
const DAY = 1440 * MINUTE;

let world: ServiceWorld;
let links: readonly string[];
beforeAll(async () => {
  world = await ServiceWorld.open();
  await world.begin();
  links = await serviceLinksOf(world);
});
afterAll(() => world.close());

const CHARS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
/** The same link with a bit of one character turned; of the last one a bit that counts, for it holds two that do not. */
function flipped(link: string, at: number): string {
  const place = link.length - 1 - at;
  const turned = CHARS.charAt(CHARS.indexOf(link.charAt(place)) ^ (at === 0 ? 4 : 1));
  return `${link.slice(0, place)}${turned}${link.slice(place + 1)}`;
}

/** What somebody makes of a link that was mailed to them or that they came upon. */
const brokenOf = (link: string): readonly string[] => [
  ...[0, 1, 21, 42].map((at) => flipped(link, at)),
  link.slice(0, -1),
  link.slice(0, link.lastIndexOf('.') + 1 || -1),
  `${link}A`,
  link.toUpperCase().replace(/^\/(.)/, (start) => start.toLowerCase()),
  ...links.filter((other) => other !== link).map((other) => `${link.slice(0, 3)}${other.slice(3)}`),
];

const page = (app: Express, path: string) =>
  request(app).get(path).set({ accept: 'text/html', 'accept-language': 'en' });

/** A page without what is new in each. */
const plain = (text: string): string => text.replaceAll(/(?:value|nonce|content)="[^"]*"/g, '');

test.each(['i', 'k', 'm', 's', 'w', 'q'])(
  'no change of a genuine /%s/ link opens anything, and all are answered alike',
  async (letter) => {
    const link = links.find((one) => one.startsWith(`/${letter}/`)) ?? '';
    const app = linkPagesOver(world.database.db, () => world.now);
    const unknown = plain((await page(app, `/${letter}/made-up`).expect(404)).text);

    for (const path of brokenOf(link)) {
      const answer = await page(app, path);
      expect({ path, status: answer.status }).toEqual({ path, status: 404 });
      expect(plain(answer.text)).toBe(unknown);
    }
  },
);

test.each(['i', 'k', 'm', 'w', 'q'])(
  'a genuine /%s/ link opens until its end, and afterwards says that it has run out',
  async (letter) => {
    const link = links.find((one) => one.startsWith(`/${letter}/`)) ?? '';
    const at = (now: number) => linkPagesOver(world.database.db, () => now);

    await page(at(world.now + DAY - 1), link).expect(200);
    await page(at(world.now + DAY), link).expect(410);
  },
);
