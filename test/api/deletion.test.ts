import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DELETION_CONDITIONS } from '../../domain/exit/deletion';
import type { Certificate } from '../../domain/exit/certificate-schema';
import en from '../../templates/locales/en.json';
import zh from '../../templates/locales/zh-CN.json';
import { isSignedBy } from '../../db/signature';
import { auditTrail, verifyAudit } from '../../db/read/audit';
import { engagementStream, valueHash } from '../../db/stores/audit';
import { inOne, pdfText } from '../pdf-text';
import { sql } from '../activities/migration/parts';
import { CANARIES, everyFile, everyHistory, everyRow, plantedFiles, plantedTables, seenIn } from './canaries';
import { conditionsOf, type Row } from './deletion-conditions';
import { handedBackByForms } from './dataset-forms';
import { holdsInTheMiddle } from './deletion-holds';
import { DeletionWorld } from './deletion-world';

const ROWS = 12_000;
let world: DeletionWorld;
beforeAll(async () => {
  world = await DeletionWorld.open(
    'create table people (id int primary key, name text)',
    `insert into people select i, 'n' || i from generate_series(1, ${ROWS}) i`,
  );
}, 120_000);
afterAll(() => world.close());

const bare = (text: string): string => text.replace(/\s/g, '');
let table: readonly Row[];
let approvers: Row;
let requestId = '';

const untouched = async () => {
  expect([await world.rows(), await world.tombstones()]).toEqual([ROWS, 0]);
  expect((await world.dataset()).certificate).toBeNull();
};

describe('the gate of a deletion', () => {
  beforeAll(async () => {
    await world.begin();
    ({ table, approvers } = conditionsOf(world, () => requestId));
  }, 120_000);

  test('has a row here for each of its conditions', () => {
    const named = [...table, approvers].map(({ name }) => name).sort();
    expect(named).toEqual([...DELETION_CONDITIONS].sort());
  });

  test.each(DELETION_CONDITIONS.filter((name) => name !== 'approvers'))(
    'refuses to ask anybody while only %s is missing',
    async (name) => {
      const { take, give } = table.find((row) => row.name === name)!;
      await take();
      const { status, body } = await world.ask();
      const state = (await world.dataset()).state;
      await give();

      expect([status, body.code]).toEqual([422, 'DELETION_NOT_ALLOWED']);
      expect(body.errors).toEqual([expect.objectContaining({ path: name })]);
      expect(state).toBe('acknowledged');
      expect(await world.missing()).toEqual(['approvers']);
      await untouched();
    },
  );

  test('deletes nothing when an approver says no, and gives the dataset back', async () => {
    const asked = await world.ask().expect(202);
    await world.decide('Sue', asked.body.requestId);
    await world.decide('Leo', asked.body.requestId, 'reject');
    await world.reaches('acknowledged');
    await untouched();
  });

  test('asks two people who neither moved the data nor asked, and deletes nothing after the first', async () => {
    requestId = (await world.ask().expect(202)).body.requestId;
    expect((await world.ask()).body).toMatchObject({ status: 409, code: 'STATE_CONFLICT' });
    await world.decide('Sue', requestId);

    expect(await world.missing()).toEqual(['approvers']);
    await untouched();
  });

  test('stays shut behind its approvers while one condition is missing, whichever it is', async () => {
    const [first = approvers, ...others] = table;
    await first.take();
    await world.decide('Leo', requestId);
    await world.stopsFor(first.words);
    let shut = first;
    for (const next of [...others, approvers]) {
      await next.take();
      await shut.give();
      await world.lookAgain();
      await world.stopsFor(next.words);
      expect(await world.missing()).toEqual([next.name]);
      await untouched();
      shut = next;
    }
    await shut.give();
  }, 60_000);

  test('deletes everything once nothing is missing, and certifies it', async () => {
    const units = await world.pieces();
    expect(units).toBeGreaterThan(0);
    await world.lookAgain();
    await world.reaches('deleted');

    expect([await world.rows(), await world.tombstones()]).toEqual([0, units]);
    expect((await world.dataset()).certificate?.content).toMatchObject({
      requestId,
      approvedBy: expect.arrayContaining([world.person('Sue'), world.person('Leo')]),
      counts: { units, rows: ROWS },
      scan: { remaining: 0 },
    });
    expect((await world.ask()).body).toMatchObject({ status: 409, code: 'STATE_CONFLICT' });
  }, 60_000);
});

describe('legal holds in the middle of a deletion', () => holdsInTheMiddle(() => world));

describe('fifty values planted among personal data', () => {
  const [inTables, inFiles] = [CANARIES.slice(0, 35), CANARIES.slice(35)];
  const plant = (values: readonly string[]) => world.plant(values);

  beforeAll(async () => {
    await sql(world.source.url, 'drop table people cascade', ...plantedTables(inTables));
    await sql(world.source.url, 'create materialized view old_contacts as select address from contacts');
    await sql(world.target.url, 'drop table people');
    let spoiled = false;
    world.beforeReading = async () => {
      if (spoiled || world.key !== 'papers') return;
      spoiled = true;
      // It has to be sent again, and what differs is a file with a planted name.
      await writeFile(join(world.root, 'papers/to', `${inFiles[0]}.txt`), 'spoiled');
    };
    const papers = await world.files('papers', plantedFiles(inFiles));
    await world.begin([world.tables(['people', 'contacts'], 'crm'), papers]);
  }, 120_000);

  test('are all there before the deletion', async () => {
    world.key = 'crm';
    expect((await world.call('Leo', 'get', '/exit/datasets/crm/certificate')).body).toMatchObject({ status: 409 });
    await world.subcontractor('Yun Print');
    const cloud = await world.subcontractor('Hai Cloud');
    await world.declare({ about: 'backups', statement: 'Backups run out.', goneBy: '2027-02-28' });
    await world.declare({ about: 'sub-contractor', subcontractorId: cloud, statement: 'Erased at Hai Cloud.' });

    expect(seenIn(await everyFile(join(world.root, 'papers/from')))).toHaveLength(inFiles.length);
    expect(seenIn(await everyRow(world.source.db))).toHaveLength(inTables.length);
  });

  test('stop a deletion before anything goes where one of them is not there', async () => {
    world.key = 'crm';
    await plant([...inTables, 'Nobody At All']).expect(200);
    await world.approve();
    await world.stopsFor(/^Only 35 of 36 planted values were found/);
    expect([await world.rows(), await world.tombstones()]).toEqual([11_000, 0]);
  }, 60_000);

  test('stop it at the end while a copy of theirs is left that is no part of the dataset', async () => {
    await plant(inTables).expect(200);
    await world.lookAgain();
    await world.stopsFor(/^7 of 35 planted values are still at the source \(public\.old_contacts\)/);
    expect((await world.dataset()).state).toBe('deletion-requested');
    expect((await plant([])).body).toMatchObject({ status: 409, code: 'STATE_CONFLICT' });

    await sql(world.source.url, 'drop materialized view old_contacts');
    await world.lookAgain();
    await world.reaches('deleted');
    expect((await world.certificate()).content).toMatchObject({
      canaries: { before: { found: 35, planted: 35 }, after: { found: 0, planted: 35, places: [], unread: [] } },
      contents: [
        { name: 'public.people', rows: 11_000 },
        { name: 'public.contacts', rows: 7 },
      ],
    });
  }, 60_000);

  test('are gone from the files as well', async () => {
    world.key = 'papers';
    await plant(inFiles).expect(200);
    await world.approve();
    await world.reaches('deleted');
    expect((await world.certificate()).content).toMatchObject({
      canaries: { before: { found: 15, searched: { files: 15 } }, after: { found: 0 } },
      counts: { units: 15 },
    });
  }, 60_000);

  test('are left nowhere: not in source tables, source files, mails, histories or our own tables', async () => {
    const mails = world.approvals.desk.relay.taken.map((letter) => JSON.stringify(letter)).join('\n');
    const histories = await everyHistory(world.approvals.temporal, [world.id, ...world.requests]);
    const places = {
      tables: await everyRow(world.source.db),
      files: await everyFile(join(world.root, 'papers/from')),
      mails,
      histories: histories.join('\n'),
      ours: await everyRow(world.db),
    };

    expect(mails.includes('Deletion of the source (papers)')).toBe(true);
    expect(histories).toHaveLength(6);
    expect(histories.every((text) => text.includes(world.id))).toBe(true);
    const seen = Object.entries(places).map(([place, text]) => [place, seenIn(text)]);
    expect(Object.fromEntries(seen)).toEqual({ tables: [], files: [], mails: [], histories: [], ours: [] });
  });

  test('stand in a certificate that is signed, and whose hash is in the audit trail', async () => {
    world.key = 'crm';
    const { sha256, declaredSince, ...signed } = await world.certificate();
    expect(isSignedBy(signed)).toBe(true);
    expect([sha256, declaredSince]).toEqual([valueHash(signed.content), []]);
    expect(signed.content).toMatchObject({
      people: expect.arrayContaining([
        { id: world.person('Mia'), name: 'Mia', part: 'migrated' },
        { id: world.person('Sue'), name: 'Sue', part: 'approved' },
      ]),
      declarations: [{ about: 'backups' }, { about: 'sub-contractor', party: 'Hai Cloud' }],
      undeclared: ['Yun Print'],
      notReached: ['backups', 'media', 'elsewhere', 'encoded'],
    });
    const trail = await auditTrail(world.db, engagementStream(world.id), { after: 0, limit: 500 });
    const hashes = trail.filter(({ type }) => type === 'deletion.certified').map(({ payload }) => payload['sha256']);
    expect(hashes).toContain(sha256);
    expect(await verifyAudit(world.db)).toEqual([]);
  });

  test.each(['en', 'zh-CN'] as const)(
    'and the certificate reads the same as a page and as a PDF in %s',
    async (lang) => {
      await world.declare({ about: 'other-copies', statement: `Said late in ${lang}.` });
      const paper = (format: string) =>
        world.call('Leo', 'get', `/exit/datasets/crm/certificate?format=${format}&lang=${lang}`).expect(200);
      const page = bare((await paper('html')).text);
      const pdf = bare(pdfText((await paper('pdf').buffer(true).parse(inOne)).body as Buffer).join(''));
      const texts = lang === 'en' ? en : zh;
      const { content, sha256 } = await world.certificate();
      const { tombstonesSha256, manifestSha256 } = content as Certificate;
      const words = [
        ...[sha256, tombstonesSha256, manifestSha256, 'public.contacts', 'Mia', 'Yun Print', 'Hai Cloud'],
        ...[texts['certificate-lead.declared'], texts['certificate-limit.media'], texts['certificate.since']],
        ...['Backups run out.', 'Erased at Hai Cloud.', `Said late in ${lang}.`, texts['certificate-method.postgres']],
      ];
      for (const word of words)
        expect([page.includes(bare(word)), pdf.includes(bare(word)), word]).toEqual([true, true, word]);
    },
  );
});

describe('data handed back by forms', () => handedBackByForms(() => world));
