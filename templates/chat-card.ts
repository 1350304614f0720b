import type { Locale } from '../domain/people/people';
import { labelOf, translate } from './catalog';

/** One thing that a group is told: plain text, and the page behind the sign-in where the rest is. */
export interface ChatCard {
  readonly title: string;
  readonly facts: readonly { readonly label: string; readonly value: string }[];
  readonly link: string;
  readonly linkText: string;
}

export interface CardData {
  /** Null for a test. */
  readonly topic: string | null;
  readonly engagement: string | null;
  readonly facts: Readonly<Record<string, string | number | boolean>>;
  readonly link: string;
}

/** Facts that people want to see, in this order; words have texts, days and periods stand for themselves. */
const SHOWN = ['state', 'gate', 'severity', 'rule', 'period', 'deadline'] as const;

export function chatCard(locale: Locale, { topic, engagement, facts, link }: CardData): ChatCard {
  const told = SHOWN.flatMap((name) => {
    const value = facts[name];
    return value === undefined
      ? []
      : [{ label: translate(locale, `chat.${name}`), value: labelOf(locale, name, String(value)) }];
  });
  const about = engagement === null ? [] : [{ label: translate(locale, 'chat.engagement'), value: engagement }];
  return {
    title: translate(locale, topic === null ? 'chat.test' : `chat.${topic}`),
    facts: [...about, ...told],
    link,
    linkText: translate(locale, 'chat.open'),
  };
}
