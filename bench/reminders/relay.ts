import { once } from 'node:events';
import { simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';

export interface Relay {
  /** What has come so far: mails, those whose Message-ID had come before, and engagements that some mail is about. */
  readonly told: () => { readonly mails: number; readonly twice: number; readonly about: number };
  readonly close: () => Promise<void>;
}

const NUMBER = /ENG-\d{4}-\d+/g;

/** A real SMTP server on the loopback interface that counts what it takes. */
export async function countingRelay(port: number): Promise<Relay> {
  const ids = new Set<string>();
  const about = new Set<string>();
  let mails = 0;
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    onData: (stream, _session, done) => {
      simpleParser(stream).then(({ messageId, text = '' }) => {
        mails += 1;
        ids.add(messageId ?? `none ${mails}`);
        for (const [number] of text.matchAll(NUMBER)) about.add(number);
        done();
      }, done);
    },
  });
  server.on('error', () => undefined);
  server.listen(port, '127.0.0.1');
  await once(server.server, 'listening');
  return {
    told: () => ({ mails, twice: mails - ids.size, about: about.size }),
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
