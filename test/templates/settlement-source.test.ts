import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { settlementSource } from '../../templates/settlement-source';

test.each([
  ['invoice INV-7', 'invoice INV-7', '发票 INV-7'],
  ['milestone Go live, part 2', 'milestone Go live, part 2', '里程碑“Go live, part 2”'],
  ['contract v2', 'contract, version 2', '合同第 2 版'],
  ['contract v2 2027-03', 'contract, version 2, 2027-03', '合同第 2 版，2027-03'],
  ['return laptops', 'return of laptops', '归还项 laptops'],
  ['credit 2026-08 uptime', 'credit of 2026-08, uptime', '2026-08 服务抵扣，uptime'],
  ['As agreed on the phone', 'As agreed on the phone', 'As agreed on the phone'],
])('a line of a settlement that comes from “%s” says so in the language of its reader', (source, en, zh) => {
  expect([settlementSource('en', source), settlementSource('zh-CN', source)]).toEqual([en, zh]);
});

test('every source that a proposal writes has its words', () => {
  const written = ['proposal', 'month-account'].flatMap((name) => {
    const code = readFileSync(join(__dirname, `../../domain/exit/${name}.ts`), 'utf8');
    return [...code.matchAll(/source(?:: | = )`([^`]+)`|\[`(credit [^`]+)`/g)].map(
      ([, one, other]) => one ?? other ?? '',
    );
  });
  expect(written).toHaveLength(6);
  const filled = written.map((text) =>
    text
      .replaceAll('${month}', '2027-03')
      .replaceAll('${period}', '2027-03')
      .replaceAll(/\$\{[^}]+\}/g, '2'),
  );
  expect(filled.filter((source) => settlementSource('zh-CN', source) === source)).toEqual([]);
});
