import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AddressInfo } from 'node:net';
import { freePort } from '../../bin/parts/ports';
import { receiveMail } from '../../bin/parts/mail-smtp';
import { openMailStore } from '../../bin/parts/mail-store';
import { serveInbox } from '../../bin/parts/mail-web';
import { testDatabase } from '../database';
import { type Product, startProduct } from '../e2e/product';
import { ownNamespace } from '../temporal';

export interface Ground {
  readonly product: Product;
  readonly close: () => Promise<void>;
}

/** One whole product for all stories, on the parts that the tests share; its mails are caught here. */
export async function openGround(): Promise<Ground> {
  const folder = mkdtempSync(join(tmpdir(), 'tenure-stories-'));
  const database = await testDatabase();
  const store = await openMailStore(folder);
  const smtpPort = await freePort();
  const [web, smtp] = [await serveInbox(store, 0), await receiveMail(store, smtpPort)];
  const { port } = web.address() as AddressInfo;
  const product = await startProduct({
    DATABASE_URL: database.url,
    TEMPORAL_ADDRESS: process.env['TENURE_TEST_TEMPORAL_ADDRESS'] ?? '',
    TEMPORAL_NAMESPACE: await ownNamespace(),
    SMTP_URL: `smtp://127.0.0.1:${smtpPort}`,
    TENURE_INBOX_URL: `http://127.0.0.1:${port}`,
  });
  return {
    product,
    close: async () => {
      await product.stop();
      web.closeAllConnections();
      web.close();
      await smtp.close();
      await database.drop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
