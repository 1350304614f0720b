import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { catcherInbox } from '../../bin/demo/inbox';

let dataDir: string;
beforeEach(() => (dataDir = mkdtempSync(join(tmpdir(), 'tenure-inbox-'))));
afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

const embeddedRan = () => writeFileSync(join(dataDir, 'ports.json'), JSON.stringify({ inbox: 8025 }));
const none = { inboxUrl: undefined, smtpUrl: undefined };

test('mails are read where the embedded catcher was last', () => {
  embeddedRan();

  expect(catcherInbox({ ...none, dataDir }).address).toBe('http://127.0.0.1:8025');
});

test('an inbox that is named comes before the embedded one', () => {
  embeddedRan();
  const named = { dataDir, smtpUrl: 'smtp://mail:25', inboxUrl: 'http://mail:8025' };

  expect(catcherInbox(named).address).toBe('http://mail:8025');
});

test('mails that go elsewhere are not looked for in the inbox of an earlier start', () => {
  embeddedRan();

  expect(() => catcherInbox({ ...none, dataDir, smtpUrl: 'smtp://mail:25' })).toThrow('TENURE_INBOX_URL');
});

test('without any inbox the demo says how to get one', () => {
  expect(() => catcherInbox({ ...none, dataDir })).toThrow('start the product with npm start');
});
