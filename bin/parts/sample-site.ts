import type { AddressInfo } from 'node:net';
import express, { type Express } from 'express';
import { assetsRouter } from '../../api/pages/assets';
import { FRAMED_POLICY, FRAMING_POLICY, LIVE_POLICY, PAGE_POLICY, pageHeaders } from '../../api/pages/headers';
import { type Locale, LOCALES } from '../../domain/people/people';
import { ENGAGEMENT_TABS } from '../../templates/engagement-parts';
import type { PageName } from '../../templates/page-data';
import { MAIL_NAMES, PAGE_NAMES, sampleMail, samplePage, sampleTab } from './samples';

/** Every page and mail with sample data at an address of this machine, with the headers that the product sends. */
export interface SampleSite {
  readonly origin: string;
  readonly close: () => Promise<void>;
}

/** Paths of the site: `/pages/{locale}/{name}`, `/pages/{locale}/engagement?part={tab}`, `/mails/{locale}/{name}`. */
export async function serveSamples(): Promise<SampleSite> {
  const app = express();
  app.use(assetsRouter());
  app.get('/favicon.ico', (_req, res) => void res.status(204).end());
  for (const locale of LOCALES) addSamples(app, locale);
  return new Promise((resolve, reject) => {
    const server = app.listen(0, '127.0.0.1', (error) => {
      if (error) return reject(error);
      const { port } = server.address() as AddressInfo;
      resolve({ origin: `http://127.0.0.1:${port}`, close: () => end() });
    });
    const end = (): Promise<void> =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      });
  });
}

/** Pages that ask for a passkey, or have keys. */
const WITH_SCRIPT: readonly PageName[] = ['inbox', 'sign-in', 'second-factor', 'confirm', 'security'];

function policyOf(name: PageName): string {
  if (WITH_SCRIPT.includes(name)) return LIVE_POLICY;
  return name === 'mail-template' ? FRAMING_POLICY : PAGE_POLICY;
}

function addSamples(app: Express, locale: Locale): void {
  for (const name of PAGE_NAMES)
    app.get(`/pages/${locale}/${name}`, pageHeaders, (req, res) => {
      const tab = name === 'engagement' && ENGAGEMENT_TABS.find((one) => one === req.query['part']);
      const html = tab ? sampleTab(tab, locale) : samplePage(name, locale);
      res.set('content-security-policy', policyOf(name)).send(html);
    });
  for (const name of MAIL_NAMES)
    app.get(`/mails/${locale}/${name}`, (_req, res) => {
      res.set('content-security-policy', FRAMED_POLICY).send(sampleMail(name, locale).html);
    });
}
