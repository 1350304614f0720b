import type { CaughtMail } from './mail-parse';

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const escape = (text: string): string => text.replaceAll(/[&<>"']/g, (sign) => ENTITIES[sign] ?? '');
const moment = (iso: string): string => `${iso.slice(0, 10)} ${iso.slice(11, 19)} UTC`;

const page = (title: string, body: string): string => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escape(title)}</title><link rel="stylesheet" href="/style.css"></head><body>
<header><a href="/">Mail inbox</a><span>Mails caught here reach nobody else.</span></header>
<main>${body}</main></body></html>`;

export interface ListQuery {
  readonly to: string;
  readonly text: string;
}

export function listPage(mails: readonly CaughtMail[], { to, text }: ListQuery): string {
  const search = `<form method="get" action="/" role="search">
<label>To <input type="search" name="to" value="${escape(to)}" placeholder="name@example.com"></label>
<label>Contains <input type="search" name="q" value="${escape(text)}"></label><button>Filter</button></form>`;
  const lines = mails.map(
    (mail) => `<li><a href="/messages/${mail.id}"><strong>${escape(mail.subject || '(no subject)')}</strong>
<span>to ${escape(mail.to.join(', '))}</span><time datetime="${mail.receivedAt}">${moment(mail.receivedAt)}</time></a></li>`,
  );
  const list = lines.length > 0 ? `<ol class="mails">${lines.join('')}</ol>` : '<p class="empty">No mail yet.</p>';
  return page('Mail inbox', search + list);
}

export function messagePage(mail: CaughtMail): string {
  const { id } = mail;
  const facts = `<h1>${escape(mail.subject || '(no subject)')}</h1><dl><dt>From</dt><dd>${escape(mail.from)}</dd>
<dt>To</dt><dd>${mail.to.map((one) => `<a href="/?to=${encodeURIComponent(one)}">${escape(one)}</a>`).join(', ')}</dd>
<dt>Received</dt><dd><time datetime="${mail.receivedAt}">${moment(mail.receivedAt)}</time></dd></dl>`;
  const html = mail.html
    ? `<iframe title="HTML part" src="/messages/${id}/html" sandbox="allow-popups allow-popups-to-escape-sandbox"></iframe>`
    : '';
  const text = mail.text
    ? `<details${mail.html ? '' : ' open'}><summary>Text part</summary><pre>${escape(mail.text)}</pre></details>`
    : '';
  const files = mail.attachments.map(
    ({ name, content }, index) =>
      `<li><a href="/messages/${id}/attachments/${index}">${escape(name)}</a> (${Math.ceil(content.length / 1024)} kB)</li>`,
  );
  const attachments = files.length > 0 ? `<h2>Attachments</h2><ul>${files.join('')}</ul>` : '';
  return page(mail.subject, `${facts}${html}${text}${attachments}<p><a href="/messages/${id}/source">Source</a></p>`);
}

export const missingPage = (): string => page('Not found', '<p class="empty">This mail is not here any more.</p>');

/** Links of a framed mail open beside the inbox. */
export const framed = (html: string): string => `<base target="_blank">${html}`;

export const STYLE = `:root{color-scheme:light dark;font:16px/1.5 system-ui,sans-serif}body{margin:0}
header{display:flex;flex-wrap:wrap;gap:.25rem 1rem;align-items:baseline;padding:.75rem 1rem;border-bottom:1px solid #8884}
header a{font-weight:700;text-decoration:none}header span{opacity:.7;font-size:.875rem}
main{max-width:56rem;margin:0 auto;padding:1rem}form{display:flex;flex-wrap:wrap;gap:.5rem 1rem;align-items:end}
label{display:grid;font-size:.875rem;flex:1 1 12rem}input,button{font:inherit;padding:.5rem;min-height:2.75rem;box-sizing:border-box}
.mails{list-style:none;padding:0}.mails a{display:grid;padding:.75rem .5rem;border-bottom:1px solid #8884;color:inherit;text-decoration:none}
.mails a:hover,.mails a:focus{background:#8882}.mails span,time{font-size:.875rem;opacity:.75;overflow-wrap:anywhere}
h1{font-size:1.25rem;overflow-wrap:anywhere}dl{display:grid;grid-template-columns:auto 1fr;gap:.25rem 1rem}dd{margin:0;overflow-wrap:anywhere}
iframe{width:100%;height:70vh;border:1px solid #8886;background:#fff}pre{white-space:pre-wrap;overflow-wrap:anywhere}
.empty{text-align:center;padding:3rem 0;opacity:.7}`;
