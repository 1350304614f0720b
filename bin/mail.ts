/** The mail catcher as a process of its own: `npm run mail -- <folder> <smtp port> <web port>`. */
import { resolve } from 'node:path';
import { runProgram, StartFailure } from './parts/failure';
import { receiveMail } from './parts/mail-smtp';
import { openMailStore } from './parts/mail-store';
import { serveInbox } from './parts/mail-web';

runProgram(async () => {
  const [folder, smtpPort, webPort] = process.argv.slice(2);
  if (!folder || !Number(smtpPort) || !Number(webPort))
    throw new StartFailure('Usage: npm run mail -- <folder> <smtp port> <web port>');
  const store = await openMailStore(resolve(folder));
  const web = await serveInbox(store, Number(webPort));
  const smtp = await receiveMail(store, Number(smtpPort));
  const end = (): void => {
    web.close();
    web.closeAllConnections();
    // A mail that is being received is finished first; the launcher sets the limit.
    void smtp.close().then(() => process.exit(0));
  };
  process.once('SIGTERM', end);
  process.once('SIGINT', end);
});
