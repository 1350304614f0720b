import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const found = [process.env['CHROMIUM_PATH'] ?? '', ...PLACES].find((path) => path !== '' && existsSync(path));

/** `describe` where Chromium is; elsewhere the suite is skipped and says so. */
export const withChromium: jest.Describe = found ? describe : describe.skip;
// eslint-disable-next-line no-console -- a suite that does not run must not look like one that passed
if (!found) console.warn('SKIPPED: no Chromium here (`apt-get install chromium`, or set CHROMIUM_PATH).');

export const openChromium = (): Promise<Browser> =>
  chromium.launch({ executablePath: found ?? '', args: ['--no-sandbox'] });
