import { once } from 'node:events';
import { SMTPServer } from 'smtp-server';
import type { MailStore } from './mail-store';

const LARGEST_BYTES = 25 * 1_048_576;

export interface MailReceiver {
  readonly close: () => Promise<void>;
}

/** A real SMTP server on loopback that keeps what it gets instead of passing it on. */
export async function receiveMail(store: MailStore, port: number): Promise<MailReceiver> {
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    size: LARGEST_BYTES,
    banner: 'Tenure mail catcher',
    onData: (stream, session, done) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => void chunks.push(chunk));
      stream.once('end', () => {
        if (stream.sizeExceeded) return done(new Error('The mail is larger than 25 MB.'));
        const recipients = session.envelope.rcptTo.map(({ address }) => address.toLowerCase());
        store.add(Buffer.concat(chunks), recipients).then(
          (id) => done(null, `kept as ${id}`),
          (error: unknown) => done(error instanceof Error ? error : new Error(String(error))),
        );
      });
    },
  });
  // A peer that hangs up in the middle of a mail is its own problem.
  server.on('error', () => undefined);
  server.listen(port, '127.0.0.1');
  await once(server.server, 'listening');
  return { close: () => new Promise((resolve) => server.close(() => resolve())) };
}
