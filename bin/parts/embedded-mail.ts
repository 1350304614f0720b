import { connect } from 'node:net';
import { join } from 'node:path';
import { answersOk, nodePart } from './node-part';
import type { Part } from './part';
import { stablePort } from './ports';

export interface EmbeddedMail {
  readonly part: Part;
  readonly smtpUrl: string;
  readonly inboxUrl: string;
}

/** Prepares the mail catcher: mails stay in the data directory and reach nobody. */
export async function embeddedMail(dataDir: string): Promise<EmbeddedMail> {
  const smtpPort = await stablePort(dataDir, 'smtp', 2525);
  const webPort = await stablePort(dataDir, 'inbox', 8025);
  const inboxUrl = `http://127.0.0.1:${webPort}`;
  const part = nodePart({
    name: 'mail',
    program: 'bin/mail',
    args: [join(dataDir, 'mail'), String(smtpPort), String(webPort)],
    env: {},
    dataDir,
    isReady: async () => (await accepts(smtpPort)) && (await answersOk(`${inboxUrl}/style.css`)),
  });
  return { part, smtpUrl: `smtp://127.0.0.1:${smtpPort}`, inboxUrl };
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1', timeout: 2_000 });
    const answer = (is: boolean): void => {
      socket.destroy();
      resolve(is);
    };
    socket.once('connect', () => answer(true));
    socket.once('error', () => answer(false));
    socket.once('timeout', () => answer(false));
  });
}
