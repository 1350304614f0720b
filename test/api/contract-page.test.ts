import { v7 as uuidv7 } from 'uuid';
import { saveContract } from '../../db/stores/contracts';
import { saveWaiver } from '../../db/stores/clause-waivers';
import { insertDocument } from '../../db/stores/documents';
import { insertObligation } from '../../db/stores/obligations';
import { saveSubcontractor } from '../../db/stores/subcontractors';
import { inTransaction } from '../../db/transaction';
import { SEED_CLAUSES } from '../../domain/contract/clauses';
import { browser, HOTLINE, LI, type PageWorld, pageWorld, SUPPLIER } from './page-world';

let world: PageWorld;
beforeAll(async () => {
  world = await pageWorld();
  await inTransaction(world.database.db, async (trx) => {
    const now = Date.now();
    const clauses = SEED_CLAUSES.slice(2).map((code) => ({ code, status: 'present' as const }));
    await saveContract(trx, HOTLINE, { terms: { clauses, start: '2027-01-01' }, writtenById: SUPPLIER.id, now });
    const waiver = { code: 'SCOPE', reason: '见框架协议', waivedById: LI.id, contractVersion: 1, now };
    await saveWaiver(trx, HOTLINE, waiver);
    const file = { fileName: '合同.pdf', mediaType: 'application/pdf', size: 2_048, sha256: 'a'.repeat(64) };
    await insertDocument(trx, { id: uuidv7(), engagementId: HOTLINE, ...file, uploadedById: LI.id, now });
    const definition = {
      ...{ party: 'vendor' as const, category: 'governance' as const, title: '月度报告 <b>', leadDays: 5 },
      ...{ schedule: { every: 'monthly' as const, from: '2027-01-31' }, assigneeId: LI.id },
    };
    await insertObligation(trx, { id: uuidv7(), engagementId: HOTLINE, definition, now });
    const node = {
      ...{ id: uuidv7(), vendorId: null, parentId: null, name: '夜航', service: '夜班', country: 'SG', version: 1 },
      ...{ personalData: true, active: true, consent: 'requested' as const, requestedById: LI.id },
      ...{ decidedById: null, decidedAt: null, comment: null },
    };
    await saveSubcontractor(trx, HOTLINE, { node, now });
  });
});
afterAll(() => world.database.drop());

test('the page shows what is missing, waived, owed and handed on, in the reader’s language', async () => {
  const open = browser(world);
  const page = await open.get(`/engagements/${HOTLINE}?part=all`, await open.signIn(LI)).expect(200);
  const contract = page.text.slice(page.text.indexOf('id="contract"'), page.text.indexOf('id="delivery"'));
  for (const words of [
    '缺 1 项',
    '质量标准',
    '见框架协议',
    '未经同意',
    '下次到期',
    '合同.pdf',
    '第 1 版',
    '供应商义务',
  ])
    expect(contract).toContain(words);
  expect(contract).toContain('月度报告 &lt;b&gt;');
  expect(contract).toMatch(/href="\/api\/v1\/engagements\/[^"]+\/documents\/[^"]+\/content"/);
});

test('people of a supplier do not see it', async () => {
  const open = browser(world);
  await open.get(`/engagements/${HOTLINE}?part=all`, await open.signIn(SUPPLIER)).expect(403);
});
