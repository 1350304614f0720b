import { createHmac } from 'node:crypto';
import { codeObjection, markdownOf, type Notifier, parcel, plain } from './notifier';

/**
 * DingTalk custom robots. The signature is Base64 of HMAC-SHA256 over `timestamp + "\n" + secret` with the key `secret`,
 * the timestamp in milliseconds, both in the query.
 * https://open.dingtalk.com/document/robots/customize-robot-security-settings
 */
export const dingtalk: Notifier = {
  pack: ({ url, secret }, cards, now) =>
    parcel(secret === null ? url : signed(url, secret, now), {
      msgtype: 'markdown',
      markdown: { title: plain(cards[0]?.title ?? ''), text: cards.map(markdownOf).join('\n\n---\n\n') },
    }),
  objection: codeObjection('errcode'),
};

function signed(text: string, secret: string, now: number): string {
  const url = new URL(text);
  const sign = createHmac('sha256', secret).update(`${now}\n${secret}`).digest('base64');
  url.searchParams.set('timestamp', String(now));
  url.searchParams.set('sign', sign);
  return url.toString();
}
