import { SpanKind } from '@opentelemetry/api';
import { createTransport } from 'nodemailer';
import type { Mailer } from './deps';
import { inSpan } from './in-span';

export interface ClosableMailer extends Mailer {
  close(): void;
}

/** SMTP with short patience per attempt: the workflow engine is the one that waits and tries again. */
export function createMailer(smtpUrl: string, mailFrom: string): ClosableMailer {
  const url = new URL(smtpUrl);
  const transport = createTransport({
    host: url.hostname,
    port: Number(url.port) || (url.protocol === 'smtps:' ? 465 : 25),
    secure: url.protocol === 'smtps:',
    // Without it a relay, or somebody in between, that offers no TLS would get mails and password in the open.
    requireTLS: url.searchParams.get('requireTLS') === 'true',
    ...(url.username && { auth: { user: decodeURIComponent(url.username), pass: decodeURIComponent(url.password) } }),
    pool: true,
    maxConnections: 8,
    connectionTimeout: 10_000,
    greetingTimeout: 10_000,
    socketTimeout: 30_000,
    dnsTimeout: 10_000,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return {
    async send({ to, subject, text, html, messageId, calendar }) {
      const span = { name: 'smtp send', kind: SpanKind.CLIENT, attributes: { 'server.address': url.hostname } };
      await inSpan(span, () =>
        transport.sendMail({
          from: mailFrom,
          to,
          subject,
          text,
          html,
          messageId,
          headers: { 'Auto-Submitted': 'auto-generated' },
          ...(calendar && { icalEvent: { method: calendar.method, content: calendar.content } }),
          disableFileAccess: true,
          disableUrlAccess: true,
        }),
      );
    },
    close: () => transport.close(),
  };
}
