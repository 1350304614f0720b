import { z } from 'zod';
import { until } from '../../../bin/parts/processes';
import type { Locale } from '../../../domain/people/people';
import type { Run } from './run';
import { VendorDesk } from './vendor-desk';

const SECOND = 1_000;
/** From the publication to the deadline. */
const OPEN_FOR = 15 * SECOND;
/** A vendor that has less than this left is given more time; longer than a step takes on a busy machine. */
const SHORT = 15 * SECOND;
/** Of both vendors: what is usual is learned from all tenders, and any gap would stand out. */
const PRICE = '100';

const Tender = z.looseObject({ openedAt: z.string().nullable(), closeAt: z.string() });
const Questions = z.looseObject({ items: z.array(z.looseObject({ id: z.string(), text: z.string() })) });

export interface Bidders {
  /** Reads the language of the run; is awarded the contract. */
  readonly chosen: VendorDesk;
  /** Reads the other language. */
  readonly rival: VendorDesk;
}

/** The tender from the invitation to the opening, over the pages of its vendors. */
export async function tender(run: Run): Promise<Bidders> {
  const bidders = await found(run);
  const dates = await publish(run, bidders);
  const { chosen, rival } = bidders;
  for (const one of [chosen, rival]) await one.mail('tender-invitation');
  await keepOpen(run, dates);
  await askAndAnswer(run, bidders);
  await amend(run, dates);
  await keepOpen(run, dates);
  await fillBadly(run, chosen);
  await keepOpen(run, dates);
  expect(await chosen.bid(run.has('low-bid') ? '60' : PRICE)).toBe(chosen.says('vendor-done.submit'));
  if (!comesLate(run) && !run.has('no-bid')) expect(await rival.bid(PRICE)).toBe(rival.says('vendor-done.submit'));
  await lookTooEarly(run);
  await awaitOpening(run);
  await bidLate(run, rival);
  expect((await chosen.mail('bid-receipt')).text).toMatch(/[0-9a-f]{64}/);
  return bidders;
}

const comesLate = (run: Run): boolean => run.has('late-refused') || run.has('late-taken');

const OTHER: Readonly<Record<Locale, Locale>> = { en: 'zh-CN', 'zh-CN': 'en' };

async function found(run: Run): Promise<Bidders> {
  const chosen = await VendorDesk.found(run, run.one.locale);
  return { chosen, rival: await VendorDesk.found(run, OTHER[run.one.locale]) };
}

interface Dates {
  closeAt: number;
  readonly body: object;
}

const datesOf = (closeAt: number) => ({ closeAt: instant(closeAt), questionsUntil: instant(closeAt - SECOND) });

const instant = (at: number): string => new Date(at).toISOString();

async function publish(run: Run, { chosen, rival }: Bidders): Promise<Dates> {
  const { owner } = run.people;
  const item = (key: string, title: string, charge: string) => ({ key, title, charge, unit: run.words('Month', '月') });
  const closeAt = Date.now() + OPEN_FOR;
  const body = {
    introduction: run.words('Bid for two years of service.', '请就两年服务报价。'),
    items: [
      { ...item('setup', run.words('Setting up', '启动'), 'oneOff'), quantity: 1 },
      { ...item('work', run.words('Daily work', '日常工作'), 'annual'), quantity: 1000 },
    ],
    invited: [chosen.id, rival.id],
    lateBids: run.has('late-refused') ? 'refuse' : 'accept',
  };
  const put = { method: 'PUT', path: '/tender', body: { ...body, ...datesOf(closeAt) } } as const;
  if (run.has('blocked')) {
    await rival.change({ status: 'blocked' });
    await run.refused('tender', owner, put);
    await run.refused('tender', owner, { method: 'POST', path: '/candidates', body: { vendorId: rival.id } });
    await rival.change({ status: 'prospect' });
  }
  await run.put(owner, '/tender', put.body);
  await run.post(owner, '/tender/publish', {}, Tender);
  return { closeAt, body };
}

/** One vendor asks; both read the answer, each in its own language around it. */
async function askAndAnswer(run: Run, { chosen, rival }: Bidders): Promise<void> {
  const { owner } = run.people;
  const question = run.words('May we work from another city?', '可否异地办公？');
  const answer = run.words('Yes, from any city of the country.', '可以，境内城市均可。');
  expect(await chosen.act('ask', { question })).toBe(chosen.says('vendor-done.ask'));
  const asked = await run.get(owner, '/tender/questions', Questions);
  const { id } = asked.items.find(({ text }) => text === question)!;
  await run.post(owner, `/tender/questions/${id}/answer`, { answer }, z.unknown());
  for (const one of [chosen, rival]) {
    expect((await one.mail('vendor-answer')).text).toContain(answer);
    expect(await one.page()).toContain(answer);
  }
  const team = { timeZone: 'Asia/Shanghai', from: '09:00', to: '18:00', languages: 'zh-CN, en' };
  expect(await chosen.act('team', team)).toBe(chosen.says('vendor-done.team'));
}

async function amend(run: Run, dates: Dates): Promise<void> {
  if (!run.has('amended')) return;
  const body = { ...dates.body, ...datesOf(dates.closeAt - SECOND) };
  await run.refused('tender', run.people.owner, { method: 'PUT', path: '/tender', body });
  await extend(run, dates);
}

async function extend(run: Run, dates: Dates): Promise<void> {
  dates.closeAt += OPEN_FOR;
  await run.put(run.people.owner, '/tender', { ...dates.body, ...datesOf(dates.closeAt) });
}

/** On a slow machine the deadline is moved, as a buyer would do. */
async function keepOpen(run: Run, dates: Dates): Promise<void> {
  if (dates.closeAt - Date.now() < SHORT) await extend(run, dates);
}

async function fillBadly(run: Run, vendor: VendorDesk): Promise<void> {
  if (!run.has('bad-form')) return;
  const bad = [
    ['BID_INCOMPLETE', { 'hidden.exit': '' }],
    ['BID_UNREADABLE', { 'line.work': '12 abc' }],
    ['CONFIRM', { confirm: '' }],
  ] as const;
  for (const [code, part] of bad) {
    expect(await vendor.bid('100', part)).toBe(vendor.says(`vendor-refusal.${code}`));
    run.world.refusals.note(`page ${code}`);
  }
}

/** Nobody inside sees an amount before the opening. */
async function lookTooEarly(run: Run): Promise<void> {
  const { owner } = run.people;
  await run.refused('tender', owner, { method: 'GET', path: '/tender/bids' });
  await run.refused('tender', owner, { method: 'POST', path: '/tender/open', body: {} });
}

async function awaitOpening(run: Run): Promise<void> {
  const isOpen = async () => (await run.get(run.people.owner, '/tender', Tender)).openedAt !== null;
  await until(isOpen, {
    limitMs: 60 * SECOND,
    everyMs: 300,
    sentence: `The bids of ${run.one.title} were never opened.`,
  });
}

async function bidLate(run: Run, rival: VendorDesk): Promise<void> {
  if (run.has('late-taken')) expect(await rival.bid('90')).toBe(rival.says('vendor-done.submit-late'));
  if (!run.has('late-refused')) return;
  expect(await rival.bid('90')).toBe(rival.says('vendor-refusal.BID_LATE'));
  run.world.refusals.note('page BID_LATE');
  const asked = await rival.act('ask', { question: run.words('Is it too late?', '还来得及吗？') });
  expect(asked).toBe(rival.says('fault.conflict.questions-until'));
  run.world.refusals.note('page STATE_CONFLICT');
}
