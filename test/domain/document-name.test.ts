import { nameOfType } from '../../domain/contract/document';

test.each([
  ['contract.pdf', 'application/pdf', 'contract.pdf'],
  ['SCAN.JPEG', 'image/jpeg', 'SCAN.JPEG'],
  ['figures.csv', 'text/plain', 'figures.csv'],
  ['合同', 'application/pdf', '合同.pdf'],
  ['contract.pdf.exe', 'application/pdf', 'contract.pdf.exe.pdf'],
  ['terms.bat', 'text/plain', 'terms.bat.txt'],
])('%s that holds %s is kept as %s', (name, type, kept) => {
  expect(nameOfType(name, type)).toBe(kept);
});
