import type { Browser, CDPSession, Page } from 'playwright-core';
import { CATEGORIES, type Painted, paintedIn } from './trace';

export interface Device {
  readonly name: string;
  readonly viewport: { readonly width: number; readonly height: number };
  readonly isMobile: boolean;
}

export const DEVICES: readonly Device[] = [
  { name: 'phone', viewport: { width: 360, height: 740 }, isMobile: true },
  { name: 'desk', viewport: { width: 1440, height: 900 }, isMobile: false },
];

export interface Load extends Painted {
  readonly requests: number;
  /** All that came over the network, headers and all. */
  readonly bytes: number;
  /** Of it the page itself. */
  readonly pageBytes: number;
  /** From the request of the page to its first byte. */
  readonly server: number;
  readonly elements: number;
}

export interface Visit {
  readonly url: string;
  readonly cookie: { readonly name: string; readonly value: string };
  readonly device: Device;
  /** How many times slower the processor is to be. */
  readonly slower: number;
}

/** As long as nothing more comes after a page was loaded: the last paint and the stream that follows it. */
const SETTLE_MS = 800;

/** One load by somebody who was never there: a profile of its own, nothing kept. Null where its trace is not whole. */
export async function loadOnce(browser: Browser, { url, cookie, device, slower }: Visit): Promise<Load | null> {
  const { viewport, isMobile } = device;
  const context = await browser.newContext({ viewport, isMobile, hasTouch: isMobile });
  try {
    await context.addCookies([{ ...cookie, url }]);
    const page = await context.newPage();
    const session = await context.newCDPSession(page);
    await session.send('Emulation.setCPUThrottlingRate', { rate: slower });
    const network = await watchNetwork(session, url);
    await browser.startTracing(page, { categories: CATEGORIES });
    await page.goto(url, { waitUntil: 'load' });
    await page.waitForTimeout(SETTLE_MS * slower);
    const painted = paintedIn(await browser.stopTracing(), url);
    return painted && { ...painted, ...network(), elements: await elementsOf(page) };
  } finally {
    await context.close();
  }
}

const elementsOf = (page: Page): Promise<number> => page.evaluate<number>('document.querySelectorAll("*").length');

interface Transfer {
  bytes: number;
  server: number;
}

/** Counts what is transferred: whole answers by their end, one that is still open (a stream of events) by what has come of it. */
async function watchNetwork(session: CDPSession, url: string) {
  const transfers = new Map<string, Transfer>();
  let pageId = '';
  session.on('Network.requestWillBeSent', ({ requestId, request, type }) => {
    transfers.set(requestId, { bytes: 0, server: 0 });
    if (type === 'Document' && request.url === url) pageId = requestId;
  });
  session.on('Network.responseReceived', ({ requestId, response: { encodedDataLength, status, timing } }) => {
    if (status !== 200) throw new Error(`an answer of ${url} has the status ${status}`);
    const server = timing ? timing.receiveHeadersEnd - timing.sendEnd : 0;
    transfers.set(requestId, { bytes: encodedDataLength, server });
  });
  session.on('Network.dataReceived', ({ requestId, encodedDataLength }) => {
    const transfer = transfers.get(requestId);
    if (transfer) transfer.bytes += encodedDataLength;
  });
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    const transfer = transfers.get(requestId);
    if (transfer) transfer.bytes = encodedDataLength;
  });
  await session.send('Network.enable');
  return () => {
    const page = transfers.get(pageId);
    if (!page) throw new Error(`${url} was not asked for`);
    const bytes = [...transfers.values()].reduce((sum, one) => sum + one.bytes, 0);
    return { requests: transfers.size, bytes, pageBytes: page.bytes, server: page.server };
  };
}
