import { sampleTab } from '../../bin/parts/samples';

test.each([
  ['en', ['Impact →', 'Likelihood →']],
  ['zh-CN', ['影响 →', '可能性 →']],
] as const)('the picture of a register names its axes in %s', (locale, names) => {
  const [picture = ''] = /<svg class="risk-matrix".*?<\/svg>/s.exec(sampleTab('risk', locale)) ?? [];
  const told = [...picture.matchAll(/<text class="axis name"[^>]*>([^<]+)</g)].map(([, name]) => name);
  expect(told).toEqual(names);
});
