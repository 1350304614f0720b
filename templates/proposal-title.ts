import { PolicyBody } from '../domain/approval/schema';
import { EndingBody, type Proposal } from '../domain/duties/proposal-schema';
import type { Locale } from '../domain/people/people';
import { knownLabel } from './catalog';

/** What a proposal is about, by the name that people know it by; null for what has none of its own. */
export function proposalTitle({ kind, body }: Pick<Proposal, 'kind' | 'body'>, locale: Locale): string | null {
  if (kind === 'ending') return EndingBody.parse(body).title;
  if (kind !== 'policy') return null;
  const { title } = PolicyBody.parse(body);
  return knownLabel(locale, 'policy', title) ?? title;
}
