import type { ChatCard } from '../../../templates/chat-card';
import type { Answer, Parcel } from '../post';

export interface Robot {
  readonly url: string;
  readonly secret: string | null;
}

/** One chat service: how cards become its message, and how it says that it has not taken one. */
export interface Notifier {
  /** One message of one to eight cards. `now` is epoch milliseconds. */
  readonly pack: (robot: Robot, cards: readonly ChatCard[], now: number) => Parcel;
  /** Why an answer with a status of success is a failure all the same; null when the message was taken. */
  readonly objection: (answer: Answer) => string | null;
}

export const parcel = (url: string, message: object): Parcel => ({
  url,
  headers: { 'content-type': 'application/json; charset=utf-8', 'user-agent': 'Tenure-Webhooks/1' },
  body: JSON.stringify(message),
});

/** Services that answer 200 with a code of their own: `0` means taken. */
export const codeObjection =
  (field: 'code' | 'errcode') =>
  ({ body }: Answer): string | null => {
    const code = codeIn(body, field);
    return code === 0 ? null : `The service refused the message (${field} ${code ?? 'missing'}).`;
  };

function codeIn(body: string, field: string): number | null {
  try {
    const parsed: unknown = JSON.parse(body);
    if (typeof parsed !== 'object' || parsed === null) return null;
    const code: unknown = Object.entries(parsed).find(([name]) => name === field)?.[1];
    return typeof code === 'number' ? code : null;
  } catch {
    return null;
  }
}

/** Nothing that people wrote may become markup, a mention or a link in a group. */
export const plain = (text: string): string =>
  text.replace(/[\\`*_{}[\]()<>#!|~@&]/g, (sign) => FULL_WIDTH[sign] ?? ' ');

const FULL_WIDTH: Readonly<Record<string, string>> = Object.fromEntries(
  Array.from('\\`*_{}[]()<>#!|~@&', (sign) => [sign, String.fromCharCode(sign.charCodeAt(0) + 0xfee0)]),
);

/** The card as a paragraph of Markdown, in the part of it that DingTalk, WeCom and Feishu share. */
export const markdownOf = ({ title, facts, link, linkText }: ChatCard): string =>
  [
    `**${plain(title)}**`,
    ...facts.map(({ label, value }) => `${plain(label)}: ${plain(value)}`),
    `[${plain(linkText)}](${link})`,
  ].join('\n\n');
