import type { ChatCard } from '../../../templates/chat-card';
import { type Notifier, parcel } from './notifier';

/**
 * Slack incoming webhooks with Block Kit; refusals are statuses (410 for an archived channel).
 * https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks
 */
export const slack: Notifier = {
  pack: ({ url }, cards) =>
    parcel(url, { text: cards.map(({ title }) => escaped(title)).join('; '), blocks: cards.flatMap(blocksOf) }),
  objection: () => null,
};

const section = (text: string) => ({ type: 'section', text: { type: 'mrkdwn', text } });

function blocksOf({ title, facts, link, linkText }: ChatCard): readonly object[] {
  const lines = facts.map(({ label, value }) => `${escaped(label)}: ${escaped(value)}`);
  const text = [`*${escaped(title)}*`, ...lines, `<${link}|${escaped(linkText)}>`].join('\n');
  return [section(text.slice(0, 3_000)), { type: 'divider' }];
}

/** The three signs that Slack reads as control, and the ones that style a text. */
const escaped = (text: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replace(/[*_~`]/g, ' ');
