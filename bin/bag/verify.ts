import { createPublicKey, verify } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type BagStatement, PLAIN_MANIFEST, SignedStatement, STATEMENT, TableFile } from '../../domain/exit/bag-schema';
import { plainName, readSealedName } from '../../domain/exit/sealed-name';
import { sentenceOf } from '../parts/failure';
import { addUp } from './add-up';
import { type Bag, manifestOf, sha256Of } from './files';

/** What a check of a bag says: what was looked at, and what is wrong. */
export interface Report {
  readonly checks: readonly { readonly what: string; readonly count: number }[];
  readonly faults: readonly string[];
  readonly statement: BagStatement | null;
  readonly publicKey: string | null;
}

class Findings {
  readonly checks: { what: string; count: number }[] = [];
  readonly faults: string[] = [];

  checked(what: string, count: number): void {
    this.checks.push({ what, count });
  }

  expect(isSo: boolean, fault: string): void {
    if (!isSo) this.faults.push(fault);
  }
}

const TAGS = 'tagmanifest-sha256.txt';
const MANIFEST = 'manifest-sha256.txt';

/**
 * Checks a bag by itself: this code shares nothing with what writes bags but the names and shapes of the papers. `key` is the public
 * key that the receiver expects; without it the signature only shows that the papers belong together.
 */
export async function verifyBag(bag: Bag, key?: string): Promise<Report> {
  const found = new Findings();
  const listed = await checkHashes(bag, found);
  if (bag.isSealed && !bag.opens)
    return { checks: found.checks, faults: found.faults, statement: null, publicKey: null };
  const signed = await readStatement(bag, found);
  if (!signed) return { checks: found.checks, faults: found.faults, statement: null, publicKey: null };
  checkSignature(signed, found, key);
  await checkManifest(bag, signed.content, { found, listed });
  if (signed.content.encryption) await checkPlain(bag, signed.content.encryption.plainSha256, found);
  await checkTables(bag, signed.content, found);
  return { checks: found.checks, faults: found.faults, statement: signed.content, publicKey: signed.publicKey };
}

/** Every file that is listed is there with its hash, and every file that is there is listed. */
async function checkHashes(bag: Bag, found: Findings): Promise<ReadonlyMap<string, string>> {
  const listed = manifestOf(bag.names.includes(MANIFEST) ? await bag.text(MANIFEST) : '');
  const papers = manifestOf(bag.names.includes(TAGS) ? await bag.text(TAGS) : '');
  for (const name of [MANIFEST, TAGS]) found.expect(bag.names.includes(name), `${name} is missing`);
  const all = new Map([...listed, ...papers]);
  for (const [name, sha256] of all) {
    const isThere = bag.names.includes(name);
    found.expect(isThere, `${name} is missing`);
    if (isThere)
      found.expect((await sha256Of(bag.raw(name))) === sha256, `${name} has another hash than its manifest says`);
  }
  for (const name of bag.names) found.expect(all.has(name) || name === TAGS, `${name} is in no manifest`);
  found.checked('files with the hash of their manifest', all.size);
  return listed;
}

async function readStatement(bag: Bag, found: Findings): Promise<SignedStatement | null> {
  if (!bag.has(STATEMENT)) {
    found.faults.push(`${STATEMENT} is missing`);
    return null;
  }
  const parsed = SignedStatement.safeParse(JSON.parse(await bag.text(STATEMENT)));
  if (parsed.success) return parsed.data;
  found.faults.push(`${STATEMENT} has another form than it must have`);
  return null;
}

/** The header of a raw Ed25519 key (RFC 8410). */
const KEY_HEADER = Buffer.from('302a300506032b6570032100', 'hex');

function checkSignature({ content, publicKey, signature }: SignedStatement, found: Findings, key?: string): void {
  const der = Buffer.concat([KEY_HEADER, Buffer.from(publicKey, 'base64')]);
  const isSigned = verify(
    null,
    Buffer.from(sortedJson(content)),
    createPublicKey({ key: der, format: 'der', type: 'spki' }),
    Buffer.from(signature, 'base64'),
  );
  found.expect(isSigned, `the signature of ${STATEMENT} does not fit`);
  if (key !== undefined) found.expect(publicKey === key, `${STATEMENT} is signed with another key: ${publicKey}`);
  found.checked('signature', 1);
}

function sortedJson(value: unknown): string {
  const sorted = (_name: string, item: unknown): unknown =>
    typeof item === 'object' && item !== null && !Array.isArray(item)
      ? Object.fromEntries(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1)))
      : item;
  return JSON.stringify(value, sorted);
}

interface Known {
  readonly found: Findings;
  readonly listed: ReadonlyMap<string, string>;
}

/** The figures of the statement against the files themselves. */
async function checkManifest(bag: Bag, { manifest }: BagStatement, { found, listed }: Known): Promise<void> {
  let bytes = 0;
  for (const name of listed.keys()) if (bag.names.includes(name)) bytes += (await stat(join(bag.root, name))).size;
  const root = bag.has(MANIFEST) ? await sha256Of(bag.raw(MANIFEST)) : 'unknown';
  found.expect(root === manifest.sha256, `the root hash is ${root}, not ${manifest.sha256} as signed`);
  found.expect(listed.size === manifest.files, `there are ${listed.size} files, not ${manifest.files} as signed`);
  found.expect(bytes === manifest.bytes, `there are ${bytes} bytes, not ${manifest.bytes} as signed`);
}

/** Every piece decrypts to what it was before it was encrypted. */
async function checkPlain(bag: Bag, plainSha256: string, found: Findings): Promise<void> {
  const text = bag.has(PLAIN_MANIFEST) ? await bag.text(PLAIN_MANIFEST) : '';
  found.expect(
    (await sha256Of(bag.bytes(PLAIN_MANIFEST))) === plainSha256,
    `${PLAIN_MANIFEST} is not the one that was signed`,
  );
  const plain = manifestOf(text);
  const sealed = bag.names.filter((name) => name.startsWith('data/') && readSealedName(name) !== null);
  found.expect(plain.size === sealed.length, `${sealed.length} pieces are there, ${plain.size} were encrypted`);
  for (const name of sealed) {
    const sha256 = await sha256Of(bag.piece(name)).catch(() => 'nothing: it cannot be decrypted');
    found.expect(sha256 === plain.get(plainName(name)), `${name} decrypts to something else than was encrypted`);
  }
  found.checked('pieces decrypted to the hash from before', sealed.length);
}

/** Rows and sums, added up again from the files. */
async function checkTables(bag: Bag, { tables, manifest }: BagStatement, found: Findings): Promise<void> {
  let rows = 0;
  for (const [id, { rows: wanted, sums }] of Object.entries(tables)) {
    const schema = `schemas/${encodeURIComponent(id)}.json`;
    if (!bag.has(schema)) {
      found.faults.push(`${schema} is missing`);
      continue;
    }
    const { 'x-postgresql': table } = TableFile.parse(JSON.parse(await bag.text(schema)));
    const columns = table.columns.map(({ name }) => name);
    const there = await addUp(bag, id, { columns, summed: Object.keys(sums) }).catch(sentenceOf);
    if (typeof there === 'string') {
      found.faults.push(`${id} cannot be read: ${there}`);
      continue;
    }
    rows += there.rows;
    found.expect(String(there.rows) === wanted, `${id} has ${there.rows} rows, not ${wanted} as signed`);
    for (const [name, sum] of Object.entries(sums))
      found.expect(
        there.sums[name] === sum,
        `the sum of ${id} ${name} is ${there.sums[name] ?? '?'}, not ${sum} as signed`,
      );
    found.faults.push(...there.faults);
  }
  if (Object.keys(tables).length === 0) return;
  found.expect(rows === manifest.rows, `there are ${rows} rows, not ${manifest.rows} as signed`);
  found.checked('tables whose rows and sums were added up again', Object.keys(tables).length);
}
