import { codeObjection, markdownOf, type Notifier, parcel } from './notifier';

/** Bytes that the service takes as the content of one Markdown message. */
const LIMIT = 4_096;

/** WeCom group robots: the key stands in the address. https://developer.work.weixin.qq.com/document/path/91770 */
export const wecom: Notifier = {
  pack: ({ url }, cards) => parcel(url, { msgtype: 'markdown', markdown: { content: fitting(cards.map(markdownOf)) } }),
  objection: codeObjection('errcode'),
};

/** Cut at the end of a line, so that no character or link is halved. */
function fitting(texts: readonly string[]): string {
  const lines = texts.join('\n\n').split('\n');
  let size = 0;
  const kept = lines.filter((line) => (size += Buffer.byteLength(line) + 1) <= LIMIT);
  return kept.join('\n');
}
