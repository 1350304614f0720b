import type { MailData } from '../mail-data';
import type { Say } from './pages';

type About = Omit<MailData['contract-expired'], 'endedOn'>;

/** Believable data for the mails that ask for what is to be given back at the end. */
export function returnsMailSamples(say: Say, about: About): Pick<MailData, 'vendor-returns' | 'exit-returns'> {
  const effectiveDate = '2027-12-31';
  const holder = say('吴敏', 'Min Wu');
  const phones = {
    title: say('测试手机', 'Test phones'),
    kind: 'device',
    holder: say('赵敏', 'Min Zhao'),
    count: 3,
  } as const;
  const accounts = { title: say('VPN 账号', 'VPN accounts'), kind: 'account', holder, count: 12 } as const;
  return {
    'vendor-returns': {
      ...about,
      url: 'http://localhost:3000/i/018f4c1e-sample',
      effectiveDate,
      things: [accounts, phones],
      more: 2,
    },
    'exit-returns': { ...about, effectiveDate, things: [phones], more: 0 },
  };
}
