interface SavedFile {
  readonly fileName: string;
  readonly mediaType: string;
}

/** Headers of a file that people sent in: the browser saves it and runs nothing of it, whatever it holds. */
export const savedFileHeaders = ({ fileName, mediaType }: SavedFile): Readonly<Record<string, string>> => ({
  'content-type': mediaType,
  'content-disposition': disposition(fileName),
  'x-content-type-options': 'nosniff',
  'content-security-policy': "sandbox; default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'cache-control': 'private, no-store',
});

/** RFC 6266: plain letters for old readers, the whole name in UTF-8 for the others. */
function disposition(name: string): string {
  const plain = name.replace(/[^\w .()-]/g, '_');
  const whole = encodeURIComponent(name).replace(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`);
  return `attachment; filename="${plain}"; filename*=UTF-8''${whole}`;
}
