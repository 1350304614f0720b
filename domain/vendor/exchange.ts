import type { Vendor } from './vendor-schema';

/** A column of a sheet that comes and goes: export, template and import speak of the same ones. */
export interface ExchangeColumn {
  readonly key: string;
  readonly kind: 'text' | 'date' | 'amount' | 'number';
  readonly required: boolean;
  readonly en: string;
  readonly zh: string;
  /** What may stand in a cell. */
  readonly help: { readonly en: string; readonly zh: string };
}

/** A column with its title and what may stand in it, in English and Chinese. */
export const exchangeColumn = (
  [key, kind, required]: readonly [key: string, kind: ExchangeColumn['kind'], required: boolean],
  [en, zh]: readonly [en: string, zh: string],
  help: readonly [en: string, zh: string],
): ExchangeColumn => ({ key, kind, required, en, zh, help: { en: help[0], zh: help[1] } });

const column = (key: string, title: readonly [string, string], help: readonly [string, string]): ExchangeColumn =>
  exchangeColumn([key, /At$|Until$/.test(key) ? 'date' : 'text', key === 'name'], title, help);

export const VENDOR_COLUMNS: readonly ExchangeColumn[] = [
  column(
    'id',
    ['ID', '编号'],
    ['Of a vendor that is here already; leave empty for new ones.', '已有供应商的编号；新供应商留空。'],
  ),
  column('name', ['Name', '名称'], ['Required for new vendors.', '新供应商必填。']),
  column('country', ['Country', '国家/地区'], ['ISO 3166-1 code such as CN.', 'ISO 3166-1 代码，如 CN。']),
  column('uscc', ['USCC', '统一社会信用代码'], ['18 characters with a check character.', '18 位，含校验码。']),
  column('lei', ['LEI', 'LEI 编码'], ['20 characters with check digits.', '20 位，含校验位。']),
  column(
    'parent',
    ['Parent', '母公司'],
    ['ID, USCC, LEI or exact name; may be in this file.', '母公司的编号、信用代码、LEI 或全名，可在本文件中。'],
  ),
  column(
    'status',
    ['Status', '状态'],
    ['prospect, qualified, conditional, blocked or exited.', 'prospect、qualified、conditional、blocked 或 exited。'],
  ),
  column('tier', ['Tier', '分级'], ['strategic, preferred or standard.', 'strategic、preferred 或 standard。']),
  column('ownerEmail', ['Owner e-mail', '负责人邮箱'], ['A person of your organisation.', '本单位人员的邮箱。']),
  column('contactName', ['Contact', '联系人'], ['Any text.', '任意文字。']),
  column('contactEmail', ['Contact e-mail', '联系邮箱'], ['An address.', '邮箱地址。']),
  column('locale', ['Language', '语言'], ['zh-CN or en.', 'zh-CN 或 en。']),
  column(
    'timeZone',
    ['Time zone', '时区'],
    [
      'IANA name such as Asia/Shanghai; by its country, when empty.',
      'IANA 时区名，如 Asia/Shanghai；留空则按国家/地区。',
    ],
  ),
  column(
    'certificates',
    ['Certificates', '资质证书'],
    ['type|no|issuer|from|to; more of them behind a semicolon.', '类型|编号|发证机构|起始日|到期日；多份以分号隔开。'],
  ),
  column('dueDiligenceAt', ['Due diligence on', '尽调日期'], ['A date such as 2027-03-05.', '日期，如 2027-03-05。']),
  column(
    'dueDiligenceUntil',
    ['Due diligence until', '尽调有效期至'],
    ['Twelve months after, when empty.', '留空则为十二个月后。'],
  ),
  column(
    'dueDiligenceResult',
    ['Due diligence result', '尽调结论'],
    ['passed, conditional or failed.', 'passed、conditional 或 failed。'],
  ),
];

/** Clears a field; an empty cell leaves it as it is. */
export const CLEARED = '-';

export type Cells = Readonly<Record<string, string>>;

/** A vendor as one row: cells in the order of the columns. */
export function cellsOf(vendor: Vendor, names: { readonly owner: string | null; readonly parent: string | null }) {
  const { dueDiligence } = vendor;
  const cells: Readonly<Record<string, string | null>> = {
    ...vendorTexts(vendor),
    parent: names.parent,
    ownerEmail: names.owner,
    certificates: certificatesText(vendor.certificates),
    dueDiligenceAt: dueDiligence?.at ?? null,
    dueDiligenceUntil: dueDiligence?.validUntil ?? null,
    dueDiligenceResult: dueDiligence?.result ?? null,
  };
  return VENDOR_COLUMNS.map(({ key }) => cells[key] ?? null);
}

const vendorTexts = ({ id, name, country, uscc, lei, status, tier, ...contact }: Vendor) => ({
  id,
  name,
  country,
  uscc,
  lei,
  status,
  tier,
  contactName: contact.contactName,
  contactEmail: contact.contactEmail,
  locale: contact.locale,
  timeZone: contact.timeZone,
});

/** Separators inside a field would make it two. */
const field = (text = ''): string => text.replace(/[|;]/g, ' ');
const certificatesText = (certificates: Vendor['certificates']): string =>
  certificates.map((one) => [one.type, one.no, one.issuer, one.validFrom, one.validTo].map(field).join('|')).join('; ');

/** The body that a row stands for: only what its cells say, with `null` where a cell clears. */
export function bodyOf(cells: Cells): Readonly<Record<string, unknown>> {
  const given = Object.entries(cells).filter(([, cell]) => cell !== '');
  const plain: readonly (readonly [string, string | null])[] = given
    .filter(([key]) => PLAIN.has(key))
    .map(([key, cell]) => [key, cell === CLEARED ? null : cell] as const);
  return {
    ...Object.fromEntries(plain),
    ...(cells['certificates'] && { certificates: certificatesOf(cells['certificates']) }),
    ...dueDiligenceOf(cells),
  };
}

const PLAIN = new Set([
  'name',
  'country',
  'uscc',
  'lei',
  'status',
  'tier',
  'contactName',
  'contactEmail',
  'locale',
  'timeZone',
]);

function certificatesOf(cell: string): readonly Readonly<Record<string, string>>[] {
  if (cell === CLEARED) return [];
  return cell
    .split(/[;；]/)
    .filter((part) => part.trim() !== '')
    .map((part) => {
      const [type = '', no = '', issuer = '', validFrom = '', validTo = ''] = part
        .split('|')
        .map((text) => text.trim());
      return { type, no, ...(issuer && { issuer }), ...(validFrom && { validFrom }), validTo };
    });
}

function dueDiligenceOf(cells: Cells) {
  const { dueDiligenceAt: at = '', dueDiligenceUntil: until = '', dueDiligenceResult: result = '' } = cells;
  if (at === CLEARED) return { dueDiligence: null };
  if (at + until + result === '') return {};
  return { dueDiligence: { at, ...(until && { validUntil: until }), result } };
}

/** The column that a fault in a body belongs to. */
export function columnOf(path: string): string | null {
  const [first = '', second = ''] = path.split('.');
  if (first !== 'dueDiligence') return first || null;
  return second === 'result' ? 'dueDiligenceResult' : second === 'validUntil' ? 'dueDiligenceUntil' : 'dueDiligenceAt';
}
