import { factsOf } from '../../templates/facts';
import { gateTitleOf, requestTitle } from '../../templates/request-title';
import { renderMail } from '../../templates/render';
import { mailSamples } from '../../templates/samples/mails';

const ENGAGEMENT = { number: 'ENG-7', title: 'Hotline' };
const titleOf = (locale: 'en' | 'zh-CN', type: string, data: Readonly<Record<string, unknown>> = {}) =>
  requestTitle(locale, { title: 'as submitted', gate: gateTitleOf({ type, data }, ENGAGEMENT) });

describe('the title of a request', () => {
  test.each([
    ['gate-needs', {}, 'ENG-7 Hotline: Needs approval', 'ENG-7 Hotline：立项审批'],
    ['gate-award', { vendor: 'Shunda' }, 'ENG-7 Hotline: Award approval (Shunda)', 'ENG-7 Hotline：定商审批（Shunda）'],
    ['gate-award', {}, 'ENG-7 Hotline: Award approval', 'ENG-7 Hotline：定商审批'],
    [
      'gate-renewal',
      { decision: 'renew' },
      'ENG-7 Hotline: Renewal approval (renew)',
      'ENG-7 Hotline：续约审批（续约）',
    ],
    ['gate-settlement', {}, 'ENG-7 Hotline: Settlement approval', 'ENG-7 Hotline：结算审批'],
    [
      'dataset-deletion',
      { dataset: 'crm', datasetTitle: 'CRM' },
      'ENG-7 Hotline: Deletion of the source (CRM)',
      'ENG-7 Hotline：删除源数据（CRM）',
    ],
    ['dataset-deletion', { dataset: 'crm' }, 'ENG-7 Hotline: Deletion of the source', 'ENG-7 Hotline：删除源数据'],
    ['payment', { vendor: 'Shunda' }, 'as submitted', 'as submitted'],
    ['gate-other', {}, 'as submitted', 'as submitted'],
  ])('%s with %j is told in the words of its reader', (type, data, english, chinese) => {
    expect(titleOf('en', type, data)).toBe(english);
    expect(titleOf('zh-CN', type, data)).toBe(chinese);
  });

  test('names the day of an exit as its reader writes days', () => {
    expect(titleOf('zh-CN', 'gate-exit', { effectiveDate: '2027-03-31' })).toMatch(/：退出审批（2027年3月31日/);
    expect(titleOf('en', 'gate-exit', { effectiveDate: '2027-03-31' })).toMatch(/: Exit approval \(.*2027/);
  });

  test('stays as it was submitted where the engagement is not known', () => {
    expect(requestTitle('en', { title: 'as submitted', gate: gateTitleOf({ type: 'gate-award' }, null) })).toBe(
      'as submitted',
    );
  });

  test('is the same in subject, text and heading of a mail', () => {
    const { subject, text, html } = renderMail('approval-request', 'zh-CN', mailSamples('zh-CN')['approval-request']);

    for (const part of [subject, text, html]) {
      expect(part).toContain('ENG-0007 客服热线外包（2027）：定商审批（远洋客服有限公司）');
      expect(part).not.toContain('award to');
    }
  });
});

test('a SWOT is told as one list per quadrant, the weightiest first', () => {
  const item = (quadrant: string, text: string, impact: number) => ({ quadrant, text, impact, likelihoodOrFit: 2 });

  expect(factsOf({ swotItems: [item('T', 'leak', 5), item('S', 'team', 1), item('S', 'tools', 4)] })).toEqual([
    { key: 'swotItems.S', value: { kind: 'list', items: ['tools (4 × 2)', 'team (1 × 2)'] } },
    { key: 'swotItems.T', value: { kind: 'list', items: ['leak (5 × 2)'] } },
  ]);
});
