import { type AddressObject, type ParsedMail, simpleParser } from 'mailparser';

export interface CaughtMail {
  readonly id: string;
  readonly receivedAt: string;
  readonly from: string;
  /** Whom the relay was told to deliver to, and whom the mail names. */
  readonly to: readonly string[];
  readonly subject: string;
  readonly messageId: string | null;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string | null;
  readonly html: string | null;
  readonly links: readonly string[];
  readonly attachments: readonly Attachment[];
}

export interface Attachment {
  readonly name: string;
  readonly type: string;
  readonly content: Buffer;
}

/** Ids begin with the instant of arrival, so that they sort by it. */
export const receivedAt = (id: string): number => Number(id.slice(0, 13));

export const parseMail = async (id: string, raw: Buffer): Promise<CaughtMail> => describe(id, await simpleParser(raw));

function describe(id: string, mail: ParsedMail): CaughtMail {
  const html = mail.html || null;
  const text = mail.text ?? null;
  return {
    id,
    receivedAt: new Date(receivedAt(id)).toISOString(),
    from: addresses(mail.from)[0] ?? '',
    to: [...new Set([...delivered(mail), ...addresses(mail.to), ...addresses(mail.cc)])],
    subject: mail.subject ?? '',
    messageId: mail.messageId ?? null,
    headers: Object.fromEntries(
      mail.headerLines.map(({ key, line }) => [key, line.slice(line.indexOf(':') + 1).trim()]),
    ),
    text,
    html,
    links: linksOf(html, text),
    attachments: mail.attachments.map(({ filename, contentType, content }, index) => ({
      name: filename ?? `attachment-${index + 1}`,
      type: contentType,
      content,
    })),
  };
}

const delivered = (mail: ParsedMail): readonly string[] =>
  mail.headerLines
    .filter(({ key }) => key === 'delivered-to')
    .map(({ line }) =>
      line
        .slice(line.indexOf(':') + 1)
        .trim()
        .toLowerCase(),
    );

const addresses = (field: AddressObject | AddressObject[] | undefined): readonly string[] =>
  [field ?? []].flat().flatMap(({ value }) => value.flatMap(({ address }) => address?.toLowerCase() ?? []));

function linksOf(html: string | null, text: string | null): readonly string[] {
  const inHtml = [...(html ?? '').matchAll(/href="(https?:[^"]+)"/g)].map((found) =>
    (found[1] ?? '').replaceAll('&amp;', '&'),
  );
  const inText = [...(text ?? '').matchAll(/https?:\/\/[^\s<>"')\]]+/g)].map((found) =>
    found[0].replace(/[.,;:!?]+$/, ''),
  );
  return [...new Set([...inHtml, ...inText])];
}
