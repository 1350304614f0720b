import { type DocumentFolder, documentFolder } from '../document-folder';
import { FormWorld, HTML, PDF, PERIOD } from './kpi-form-world';

const TEXT = Buffer.from('99.2 of 100\n');

let documents: DocumentFolder;
let world: FormWorld;
beforeAll(async () => {
  documents = await documentFolder();
  world = await FormWorld.open(documents.store);
});
afterAll(async () => {
  await world.service.close();
  await documents.remove();
});

const file = (field: string, name = 'report.pdf', content = PDF) => ({ field, name, content });
const entries = async (type: string) => (await world.service.trail()).filter((one) => one.type === type);
const hrefs = (html: string): string[] =>
  [...html.matchAll(/href="([^"]*(?:files|evidence)\/[^"]+)"/g)].map(([, href = '']) => href);

describe('the vendor at the form of a period', () => {
  test('brings several files with a value, which go with it and are named in the trail', async () => {
    const path = await world.begin();
    const files = [
      file('files/uptime'),
      file('files/uptime', '../明细 "x".bat', TEXT),
      file('files/calls', '', Buffer.alloc(0)),
    ];
    const { headers } = await world.service.bring(path, { fields: { act: 'submit', 'value/uptime': '99' }, files });
    expect(headers['location']).toBe(`${path}?done=submit`);
    expect(await world.evidence()).toMatchObject([
      {
        key: 'uptime',
        side: 'vendor',
        file_name: 'report.pdf',
        media_type: 'application/pdf',
        revision: 1,
        uploaded_by: null,
      },
      { key: 'uptime', file_name: '明细 _x_.bat.txt', media_type: 'text/plain', revision: 1 },
    ]);
    expect(await entries('kpi.evidence-added')).toMatchObject([
      {
        channel: 'email',
        actorId: null,
        payload: { key: 'uptime', period: PERIOD, fileName: 'report.pdf', size: PDF.length },
      },
      { payload: { fileName: '明细 _x_.bat.txt' } },
    ]);
    const [value] = await entries('kpi.value');
    expect(value?.payload['evidenceFiles']).toHaveLength(2);
  });

  test('loses neither files nor text when the form is refused, and hands both in the next time', async () => {
    const path = await world.begin();
    const refused = await world.service.bring(path, {
      fields: { act: 'submit', 'value/uptime': '99,5', 'evidence/uptime': 'The <meter>' },
      files: [
        file('files/uptime'),
        file('files/uptime', 'page.gif', HTML),
        file('files/uptime', 'empty.txt', Buffer.alloc(0)),
      ],
      status: 422,
    });
    for (const kept of ['value="99,5"', 'The &lt;meter&gt;', 'report.pdf', 'goes with your next submission'])
      expect(refused.text).toContain(kept);
    expect(refused.text).toContain('Nothing was recorded yet');
    expect(refused.text).not.toContain('page.gif');
    expect(await world.values()).toEqual([]);
    await world.act(path, { 'value/uptime': '99.5' });
    expect(await world.evidence()).toMatchObject([{ file_name: 'report.pdf', revision: 1 }]);
  });

  test('is told of a file that is too large beside everything else of the form', async () => {
    const path = await world.begin();
    const large = file('files/uptime', 'large.txt', Buffer.alloc(2_000_000, 'a'));
    const files = [large, file('files/calls', 'small.pdf')];
    const refused = await world.service.bring(path, {
      fields: { act: 'submit', 'value/uptime': '98' },
      files,
      status: 422,
    });
    expect(refused.text).toContain('A file is larger than');
    expect(refused.text).toContain('value="98"');
    expect(await world.evidence()).toMatchObject([{ key: 'calls', file_name: 'small.pdf', revision: null }]);
    expect(await documents.leftOver()).toEqual([]);
  });

  test('takes back what it has not handed in, and keeps what it has typed', async () => {
    const path = await world.begin();
    const saved = await world.service.bring(path, {
      fields: { act: 'save' },
      files: [file('files/uptime'), file('files/uptime', 'b.txt', TEXT)],
    });
    expect(saved.headers['location']).toBe(`${path}?done=save`);
    const [, second] = await world.evidence();
    const { text } = await world.act(path, { act: `drop/${second.id}`, 'value/uptime': '9' }, 200);
    expect(text).toContain('value="9"');
    expect((await world.evidence()).map(({ file_name: name }) => name)).toEqual(['report.pdf']);
    expect(await entries('kpi.evidence-removed')).toMatchObject([{ payload: { fileName: 'b.txt' } }]);
    await world.act(path, { 'value/uptime': '99' });
    const [given] = await world.evidence();
    await world.act(path, { act: `drop/${given.id}` }, 200);
    expect(await world.evidence()).toHaveLength(1);
  });

  test('saves its own files, none of ours, and none of another period or service', async () => {
    const path = await world.begin();
    await world.service.bring(path, { fields: { act: 'submit', 'value/uptime': '99' }, files: [file('files/uptime')] });
    const ours = await world.upload('calls', 'owner').expect(201);
    await world.service.call('post', '/kpis/calls/values', { period: PERIOD, value: 97 }).expect(201);
    const page = await world.page(path);
    const [href = ''] = hrefs(page.text);
    expect(hrefs(page.text)).toHaveLength(1);
    const saved = await world.page(href).buffer(true).expect(200);
    expect(saved.body).toEqual(PDF);
    expect(saved.headers).toMatchObject({
      'content-disposition': expect.stringContaining('attachment'),
      'x-content-type-options': 'nosniff',
    });
    const id = (ours.body as { id: string }).id;
    await world.page(`${path}/files/${id}`).expect(404);
    await world.page(`${path}/files/nothing`).expect(404);
    const other = await world.begin();
    await world.page(`${other}/files/${href.split('/').at(-1)}`).expect(404);
    await world.page(href.replace(/\/k\/[^/]+/, '/k/made-up')).expect(404);
  });
});

describe('people of ours', () => {
  const path = () => `/engagements/${world.service.id}/kpis/${PERIOD}`;

  test('bring files at their form, and see beside the value what the vendor has handed in', async () => {
    const link = await world.begin();
    await world.service.bring(link, {
      fields: { act: 'submit', 'value/uptime': '99' },
      files: [file('files/uptime', 'theirs.pdf')],
    });
    await world.service.bring(link, { fields: { act: 'save' }, files: [file('files/calls', 'draft.pdf')] });
    const { page, bring: send } = await world.service.browse('service', path());
    expect(page.text).toContain('theirs.pdf');
    expect(page.text).not.toContain('draft.pdf');
    await send({
      fields: { act: 'submit', 'value/quality': '88' },
      files: [file('files/quality', 'ours.pdf', TEXT)],
    }).expect(303);
    expect(await world.evidence()).toContainEqual(
      expect.objectContaining({
        key: 'quality',
        side: 'us',
        revision: 1,
        uploaded_by: world.service.people.service.person.id,
      }),
    );
    const shown = await world.service.browse('stranger', `/engagements/${world.service.id}?part=all`);
    expect(shown.page.text).toContain('theirs.pdf');
    expect(shown.page.text).toContain('ours.pdf');
    expect(shown.page.text).not.toContain('draft.pdf');
  });

  test('have files go with a correction and, once it is confirmed, with the value that it becomes', async () => {
    const link = await world.begin();
    await world.service.bring(link, {
      fields: { act: 'submit', 'value/uptime': '99' },
      files: [file('files/uptime', 'first.pdf')],
    });
    await world.close();
    await world.service.bring(link, {
      fields: { act: 'submit', 'value/uptime': '97', 'reason/uptime': 'Wrong meter' },
      files: [file('files/uptime', 'second.txt', TEXT)],
    });
    const [correction] = await world.db('kpi_corrections').where({ engagement_id: world.service.id });
    expect(await world.evidence()).toMatchObject([
      { file_name: 'first.pdf', revision: 1, correction_id: null },
      { file_name: 'second.txt', revision: null, correction_id: correction.id },
    ]);
    const followUp = await world.service.browse('owner', `/engagements/${world.service.id}/follow-up`);
    expect(followUp.page.text).toContain('second.txt');
    await world.service.call('post', `/kpis/corrections/${correction.id}/confirm`, {}).expect(200);
    expect(await world.evidence()).toMatchObject([
      { file_name: 'first.pdf', revision: 1 },
      { file_name: 'second.txt', revision: 2, correction_id: correction.id },
    ]);
  });
});
