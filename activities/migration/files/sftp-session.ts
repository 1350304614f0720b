import { createHash } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import { Client, type ConnectConfig, type SFTPWrapper } from 'ssh2';
import { urlObjection } from '../../../domain/events/address';
import { hostText, type SftpPlace } from '../../../domain/exit/place';
import { guardedLookup, type Road } from '../../guarded-lookup';
import { unfit } from '../catalogue';

const CONNECT_MS = 20_000;
const KEEPALIVE_MS = 10_000;

/** By what a user of an SFTP server is known. */
export interface SftpKey {
  readonly password?: string | undefined;
  readonly privateKey?: string | undefined;
  readonly passphrase?: string | undefined;
}

export interface SftpAccount {
  readonly user: string;
  /** `SHA256:…`: the only key that the server may show. */
  readonly hostKey: string;
  readonly key: SftpKey;
}

export interface SftpSession {
  readonly sftp: SFTPWrapper;
  readonly close: () => void;
}

/** Connects to a server whose address is allowed and whose key is the one that was pinned. */
export async function openSftp(
  { host, port }: Pick<SftpPlace, 'host' | 'port'>,
  { user, hostKey, key }: SftpAccount,
  road: Road,
): Promise<SftpSession> {
  const sock = connectGuarded({ host, port }, road);
  const client = new Client();
  const shown: string[] = [];
  // Whatever waits for an answer fails when the connection does; the event alone would end the process.
  const failed = new Promise<never>((_resolve, reject) => {
    client.on('error', reject);
    sock.on('error', reject);
    client.on('close', () => reject(new Error(`The connection to ${host}:${port} was closed.`)));
  });
  failed.catch(() => undefined);
  const verify = (shownKey: Buffer): boolean => {
    shown.push(fingerprint(shownKey));
    return shown.at(-1) === hostKey;
  };
  const options = { sock, username: user, ...known(key), hostVerifier: verify, readyTimeout: CONNECT_MS };
  try {
    const opened = ready(client);
    client.connect({ ...options, keepaliveInterval: KEEPALIVE_MS, keepaliveCountMax: 3 });
    const sftp = await Promise.race([opened, failed]);
    return { sftp, close: () => client.destroy() };
  } catch (error) {
    client.destroy();
    sock.destroy();
    const [found] = shown;
    if (found !== undefined && found !== hostKey)
      throw unfit(`${host}:${port} shows the host key ${found}, not the one that was agreed on.`);
    throw isRefusal(error) ? unfit(`${host}:${port} does not accept the credentials of ${user}.`) : error;
  }
}

export const fingerprint = (key: Buffer): string =>
  `SHA256:${createHash('sha256').update(key).digest('base64').replace(/=+$/, '')}`;

function connectGuarded({ host, port }: Pick<SftpPlace, 'host' | 'port'>, road: Road): Socket {
  const url = new URL(`https://${hostText(host)}:${port}`);
  const objection = urlObjection(url.href, road.reach);
  if (objection) throw unfit(`${host} ${objection}.`);
  // Requests are small, and each one waits for its answer: they must not wait for one another as well.
  return connect({ host, port, noDelay: true, lookup: guardedLookup(url, road) });
}

const ready = (client: Client): Promise<SFTPWrapper> =>
  new Promise((resolve, reject) => {
    client.once('ready', () => client.sftp((error, sftp) => (error ? reject(error) : resolve(sftp))));
  });

const isRefusal = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && 'level' in error && error.level === 'client-authentication';

const known = ({ password, privateKey, passphrase }: SftpKey): ConnectConfig => ({
  ...(password !== undefined && { password }),
  ...(privateKey !== undefined && { privateKey }),
  ...(passphrase !== undefined && { passphrase }),
});
