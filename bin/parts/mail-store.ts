import { randomBytes } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type CaughtMail, parseMail, receivedAt } from './mail-parse';

export interface MailFilter {
  readonly to?: string | undefined;
  /** Epoch milliseconds: only what came later. */
  readonly since?: number | undefined;
  readonly text?: string | undefined;
}

export interface MailStore {
  readonly add: (raw: Buffer, recipients: readonly string[]) => Promise<string>;
  /** Newest first. */
  readonly list: (filter: MailFilter) => Promise<readonly CaughtMail[]>;
  readonly find: (id: string) => Promise<CaughtMail | undefined>;
  readonly source: (id: string) => Promise<Buffer | undefined>;
  readonly clear: () => Promise<void>;
}

const FILE = /^(\d{13}-[0-9a-f]{12})\.eml$/;
const isId = (text: string): boolean => FILE.test(`${text}.eml`);

/** Mails as files of one folder: whole or absent, there after a crash, readable by any mail program. */
export async function openMailStore(folder: string): Promise<MailStore> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const parsed = new Map<string, CaughtMail>();
  const source = (id: string): Promise<Buffer | undefined> =>
    isId(id) ? readFile(pathOf(folder, id)).catch(() => undefined) : Promise.resolve(undefined);
  const find = async (id: string): Promise<CaughtMail | undefined> => {
    const known = parsed.get(id);
    const raw = known ? undefined : await source(id);
    if (known || !raw) return known;
    const mail = await parseMail(id, raw);
    parsed.set(id, mail);
    return mail;
  };
  return {
    add: (raw, recipients) => addMail(folder, raw, recipients),
    list: async (filter) => {
      const recent = (await idsOf(folder)).filter((id) => receivedAt(id) > (filter.since ?? 0));
      const mails = await Promise.all(recent.map(find));
      return mails.flatMap((mail) => (mail && matches(mail, filter) ? mail : []));
    },
    find,
    source,
    clear: async () => {
      for (const id of await idsOf(folder)) await rm(pathOf(folder, id), { force: true });
      parsed.clear();
    },
  };
}

const pathOf = (folder: string, id: string): string => join(folder, `${id}.eml`);

const idsOf = async (folder: string): Promise<readonly string[]> =>
  (await readdir(folder))
    .flatMap((name) => FILE.exec(name)?.[1] ?? [])
    .sort()
    .reverse();

async function addMail(folder: string, raw: Buffer, recipients: readonly string[]): Promise<string> {
  const id = `${Date.now()}-${randomBytes(6).toString('hex')}`;
  const delivered = recipients.map((address) => `Delivered-To: ${address}\r\n`).join('');
  await writeDurably(pathOf(folder, id), Buffer.concat([Buffer.from(delivered), raw]));
  return id;
}

/** The sender is told "accepted" only when the mail survives a power cut. */
async function writeDurably(path: string, content: Buffer): Promise<void> {
  const file = await open(`${path}.part`, 'w', 0o600);
  try {
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(`${path}.part`, path);
}

function matches(mail: CaughtMail, { to, text }: MailFilter): boolean {
  const wanted = text?.toLowerCase() ?? '';
  const words = [mail.subject, mail.from, ...mail.to, mail.text ?? ''].join('\n').toLowerCase();
  return (!to || mail.to.includes(to.toLowerCase())) && words.includes(wanted);
}
