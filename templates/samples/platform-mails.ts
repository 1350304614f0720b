import type { MailData } from '../mail-data';

const AT = Date.UTC(2026, 10, 30, 7, 30);

const headSample = {
  number: 214,
  day: '2026-11-30',
  entries: 48_112,
  streams: 37,
  word: 'eyJjb250ZW50Ijp7Im51bWJlciI6MjE0LCJkYXkiOiIyMDI2LTExLTMwIiwiYXQi'.repeat(9),
};

type Names = 'password-link' | 'sign-in-changed' | 'audit-head' | 'proposal-made' | 'proposal-settled';

/** Mails about the product itself: how people get in, and what administrators ask of each other. */
export function platformMailSamples(
  pick: (chinese: string, english: string) => string,
  mail: Pick<MailData['password-link'], 'to' | 'url'>,
): Pick<MailData, Names> {
  const proposal = { kind: 'policy', title: pick('采购付款', 'Payments'), at: AT };
  return {
    'password-link': { ...mail, minutes: 30 },
    'sign-in-changed': { ...mail, change: 'second-factor-added', at: AT },
    'audit-head': { ...mail, ...headSample },
    'proposal-made': { ...mail, ...proposal, by: pick('王磊', 'Lei Wang') },
    'proposal-settled': {
      ...{ ...mail, ...proposal, by: pick('周敏', 'Min Zhou'), state: 'rejected' },
      comment: pick('金额上限过高。', 'The limit is too high.'),
    },
  };
}
