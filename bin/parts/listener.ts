import { type Stats, readFileSync, unwatchFile, watchFile } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createTlsServer, type Server as TlsServer } from 'node:https';
import { createSecureContext } from 'node:tls';
import type { Logger } from 'pino';
import type { ServingCertificate } from '../../serving-config';
import { sentenceOf, StartFailure } from './failure';

/** A renewed certificate is taken up within a minute; whoever renews does so days before the old one ends. */
const LOOK_MS = 60_000;

export interface ListenerParts {
  /** Plain HTTP where none is named. */
  readonly certificate: ServingCertificate | undefined;
  readonly log: Pick<Logger, 'info' | 'error'>;
  readonly lookMs?: number;
}

/** What the API listens with: TLS 1.2 or later with its own certificate, or HTTP. */
export function createListener(app: RequestListener, { certificate, log, lookMs = LOOK_MS }: ListenerParts): Server {
  if (!certificate) return createServer(app);
  const server = createTlsServer({ ...firstPair(certificate), minVersion: 'TLSv1.2' }, app);
  return following(server, certificate, { log, lookMs });
}

interface Pair {
  readonly cert: Buffer;
  readonly key: Buffer;
}

/** Fails where the files are not there, are no PEM, or do not belong together. */
function readPair({ certFile, keyFile }: ServingCertificate): Pair {
  const pair = { cert: readFileSync(certFile), key: readFileSync(keyFile) };
  createSecureContext(pair);
  return pair;
}

function firstPair(certificate: ServingCertificate): Pair {
  try {
    return readPair(certificate);
  } catch (error) {
    throw new StartFailure(
      `TENURE_TLS_CERT_FILE and TENURE_TLS_KEY_FILE cannot be used: ${sentenceOf(error)}. They need a certificate and its key as PEM.`,
    );
  }
}

/** Takes up a renewed pair for connections to come. A file that is half written or does not fit leaves the pair before in use. */
function following(
  server: TlsServer,
  certificate: ServingCertificate,
  { log, lookMs }: Required<Omit<ListenerParts, 'certificate'>>,
): Server {
  const renew = (now: Stats, before: Stats): void => {
    if (now.mtimeMs === before.mtimeMs && now.ino === before.ino) return;
    try {
      server.setSecureContext({ ...readPair(certificate), minVersion: 'TLSv1.2' });
      log.info('renewed certificate taken up');
    } catch (error) {
      log.error({ err: error }, 'renewed certificate cannot be used; the one before stays');
    }
  };
  const files = [certificate.certFile, certificate.keyFile];
  for (const file of files) watchFile(file, { interval: lookMs, persistent: false }, renew);
  return server.on('close', () => files.forEach((file) => unwatchFile(file, renew)));
}
