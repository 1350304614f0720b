import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';
import { StartFailure } from './failure';

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const found = [process.env['CHROMIUM_PATH'] ?? '', ...PLACES].find((path) => path !== '' && existsSync(path));

export const hasChromium: boolean = found !== undefined;
export const NO_CHROMIUM = 'no Chromium here (`apt-get install chromium`, or set CHROMIUM_PATH).';

export async function openChromium(): Promise<Browser> {
  if (!found) throw new StartFailure(NO_CHROMIUM);
  return chromium.launch({ executablePath: found, args: ['--no-sandbox'] });
}
