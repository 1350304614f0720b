import { hasChromium, NO_CHROMIUM } from '../../bin/parts/chromium';

export { openChromium } from '../../bin/parts/chromium';

/** `describe` where Chromium is; elsewhere the suite is skipped and says so. */
export const withChromium: jest.Describe = hasChromium ? describe : describe.skip;
// eslint-disable-next-line no-console -- a suite that does not run must not look like one that passed
if (!hasChromium) console.warn(`SKIPPED: ${NO_CHROMIUM}`);
