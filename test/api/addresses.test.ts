import request from 'supertest';
import { z } from 'zod';
import { createApp } from '../../api/app';
import { pageRows } from '../../api/authorization/page-rows';
import { apiRoutes } from '../../api/routes';
import { wholePages } from '../../api/whole-pages';
import { testDatabase, type TestDatabase } from '../database';
import { addressesOf } from './addresses';
import { servicesOver } from './world';

/** Pages behind mailed links: the link is the right, for one reader and one purpose. Those of `/w` have rows. */
const MAILED: Readonly<Record<string, string>> = {
  'get /a/:token': 'shows a decision to whom it was mailed',
  'post /a/:token': 'decides',
  'post /a/:token/renew': 'mails a new link to the person asked, when the old one has run out',
  'post /a/:token/code': 'mails a one-time code to the person asked',
  'get /a/:token/sign-in': 'leads to the sign-in, and back',
  'get /a/:token/report': 'shows the form for: this was not me',
  'post /a/:token/report': 'says that it was not me',
  'get /v/:token': 'a tender, for the contact invited',
  'post /v/:token': 'a bid or a question of the contact invited',
  'get /i/:token': 'a running service, for its vendor',
  'post /i/:token': 'what the vendor of a running service answers',
  'get /m/:token': 'a review, for whoever speaks for the vendor',
  'post /m/:token': 'its minutes approved',
  'get /k/:token': 'the values of a period, for the vendor who reports them',
  'post /k/:token': 'the values reported',
  'get /k/:token/files/:file': 'the evidence that the vendor handed in',
  'get /s/:token': 'the settlement, for whoever speaks for the vendor',
  'post /s/:token': 'what they say to its lines',
  'get /q/:token': 'a questionnaire, for the contact of a vendor',
  'post /q/:token': 'its answers',
  'get /f/:token': 'a survey, for whom it was mailed or who has its open link',
  'post /f/:token': 'its answers',
};

/** What anybody may call, and why that tells and changes nothing. */
const PUBLIC: Readonly<Record<string, string>> = {
  'get /healthz': 'says that the process runs',
  'get /readyz': 'says whether database, engine and workers answer',
  'get /metrics': 'figures without names; asks for its own token where there is one (metrics-access)',
  'get /docs': 'the reference of the API, the same for everybody',
  'get /docs/start.js': 'its script',
  'get /docs/errors': 'its error codes',
  'use /docs <anonymous>': 'sets the headers of the reference',
  'use /docs serveStatic': 'the files of the package that shows the reference',
  'options /codec/decode': 'asked by a browser before it calls across sites',
  'post /codec/decode': 'asks for a token by itself (codec.test.ts)',
  'use /codec noStore': 'sets a header',
  'use /codec <anonymous>': 'sets the headers for calls across sites',
  'use /api/v1 admitAll': 'in its place stands what refuses too much at once (admission), and lets nobody further',
  'use /api/v1 noStore': 'sets a header',
  'get /assets': 'styles, scripts and pictures, the same for everybody',
  ...Object.fromEntries(
    ['a', 'v', 'i', 'm', 'k', 'f', 'q', 's', 'w'].map((one) => [
      `use /${one} <anonymous>`,
      'what is no link meets the same page',
    ]),
  ),
  'post /engagements/:id/forms/document': 'reads a file for the page of all forms, which has a row',
  'post /^\\/engagements\\/[^/]+\\/forms\\/needs(?:-[a-z]+)?$/': 'reads a long form, which the page behind judges',
  'post /^\\/(?:(?:k|s|engagements\\/[^/]+\\/kpis|vendors\\/[^/]+\\/forms)\\/[^/]+|engagements\\/[^/]+\\/forms\\/(?:exit-(?:returns|plan)|kpis))$/':
    'reads a long form, which the page behind judges',
};

let database: TestDatabase;
/** What the whole application answers, with every page and every kind of mailed link. */
let mounted: readonly string[];
let documented: readonly string[];

const Document = z.looseObject({ paths: z.record(z.string(), z.record(z.string(), z.unknown())) });

beforeAll(async () => {
  database = await testDatabase();
  const services = servicesOver(database.db);
  const app = createApp({ services, routes: apiRoutes(services), pages: wholePages(services) });
  mounted = addressesOf(app.router).map((name) => name.replace(/^(get \/assets)\/[\w-]+\.[0-9a-f]{12}\.\w+$/, '$1'));
  const { paths } = Document.parse((await request(app).get('/api/v1/openapi.json')).body);
  documented = Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method} /api/v1${path.replace(/\{(\w+)\}/g, ':$1')}`),
  );
});
afterAll(() => database.drop());

test('what the application answers is documented, or has a row in the table, or is public for a reason', () => {
  // Every other method of a path of the API is answered 405.
  const refused = documented.map((name) => name.replace(/^\w+/, 'all'));
  const known = new Set([...documented, ...refused, ...Object.keys({ ...pageRows, ...MAILED, ...PUBLIC })]);

  expect(mounted.filter((name) => !known.has(name))).toEqual([]);
  expect([...known].filter((name) => !mounted.includes(name))).toEqual([]);
});

test('an address that nobody wrote down would be found, however deep it stands', () => {
  const services = servicesOver(database.db);
  const pages = wholePages(services);
  pages.get('/backdoor', (_req, res) => void res.end());
  const app = createApp({ services, routes: apiRoutes(services), pages });
  app.use('/hidden', (_req, res) => void res.end());
  const found = addressesOf(app.router).filter((name) => !mounted.includes(name) && !name.includes('/assets/'));

  expect(found).toEqual(['get /backdoor', 'use /somewhere-else <anonymous>']);
});
