import type { ChatCard } from '../../../templates/chat-card';
import { type Notifier, parcel, plain } from './notifier';

/**
 * Microsoft Teams through a workflow "When a Teams webhook request is received", which takes Adaptive Cards and answers 202.
 * https://learn.microsoft.com/microsoftteams/platform/webhooks-and-connectors/how-to/connectors-using
 */
export const teams: Notifier = {
  pack: ({ url }, cards) =>
    parcel(url, {
      type: 'message',
      attachments: cards.map((card) => ({
        contentType: 'application/vnd.microsoft.card.adaptive',
        contentUrl: null,
        content: contentOf(card),
      })),
    }),
  objection: () => null,
};

const contentOf = ({ title, facts, link, linkText }: ChatCard) => ({
  $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
  type: 'AdaptiveCard',
  version: '1.4',
  body: [
    { type: 'TextBlock', text: plain(title), weight: 'Bolder', size: 'Medium', wrap: true },
    { type: 'FactSet', facts: facts.map(({ label, value }) => ({ title: plain(label), value: plain(value) })) },
  ],
  actions: [{ type: 'Action.OpenUrl', title: linkText, url: link }],
});
