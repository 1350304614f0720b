import { createMailer } from '../../activities/mailer';
import { SmtpSink } from '../../chaos/mail/sink';

let sink: SmtpSink;
let mailer: ReturnType<typeof createMailer>;
beforeEach(async () => {
  sink = new SmtpSink();
  mailer = createMailer(`smtp://127.0.0.1:${await sink.listen()}`, 'Tenure <tenure@localhost>');
});
afterEach(async () => {
  mailer.close();
  await sink.close();
});

const send = (messageId = '<one@localhost>') =>
  mailer.send({
    to: { name: 'Wei Chen', address: 'wei@example.org' },
    subject: '批准 the printer',
    text: 'Please decide:\n.\nhttp://localhost:3000/a/abc.def\n',
    html: '<p>Please decide</p>',
    messageId,
  });

test('a mail is kept with whom it went to, its Message-ID, its words and its links', async () => {
  await send();
  expect(sink.deliveries).toMatchObject([
    {
      to: ['wei@example.org'],
      messageId: '<one@localhost>',
      subject: '批准 the printer',
      links: ['http://localhost:3000/a/abc.def'],
      confirmed: true,
    },
  ]);
  expect(sink.deliveries[0]?.text).toContain('\n.\n');
});

test.each([
  ['banner', 421],
  ['ehlo', 421],
  ['mail', 451],
  ['rcpt', 550],
  ['data', 452],
  ['stored', 554],
] as const)('a relay that answers at %s with %i takes nothing', async (at, code) => {
  sink.fault = { at, does: code };
  await expect(send()).rejects.toMatchObject({ responseCode: code });
  expect(sink.deliveries).toEqual([]);

  sink.fault = null;
  await send();
  expect(sink.deliveries).toHaveLength(1);
});

test('a relay that hangs up after the content and before its answer has the mail and has not said so', async () => {
  sink.fault = { at: 'stored', does: 'close' };
  await expect(send()).rejects.toThrow(/closed|ended|reset/i);
  expect(sink.deliveries).toMatchObject([{ messageId: '<one@localhost>', confirmed: false }]);
});

test('a fault of every second time spares the first', async () => {
  sink.fault = { at: 'rcpt', does: 450, every: 2 };
  await send('<first@localhost>');
  await expect(send('<second@localhost>')).rejects.toMatchObject({ responseCode: 450 });
  expect(sink.deliveries.map(({ messageId }) => messageId)).toEqual(['<first@localhost>']);
});
