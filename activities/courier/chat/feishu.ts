import { createHmac } from 'node:crypto';
import { codeObjection, markdownOf, type Notifier, parcel, plain } from './notifier';

/**
 * Feishu and Lark custom robots. The signature is Base64 of HMAC-SHA256 over the empty text with the key
 * `timestamp + "\n" + secret`, the timestamp in seconds, both in the body.
 * https://open.feishu.cn/document/client-docs/bot-v3/add-custom-bot
 */
export const feishu: Notifier = {
  pack: ({ url, secret }, cards, now) => {
    const timestamp = String(Math.floor(now / 1_000));
    const sign = createHmac('sha256', `${timestamp}\n${secret ?? ''}`)
      .update('')
      .digest('base64');
    const elements = cards.map((card) => ({ tag: 'markdown', content: markdownOf(card) }));
    const title = { tag: 'plain_text', content: plain(cards[0]?.title ?? '') };
    return parcel(url, {
      ...(secret !== null && { timestamp, sign }),
      msg_type: 'interactive',
      card: { config: { wide_screen_mode: true }, header: { title }, elements },
    });
  },
  objection: codeObjection('code'),
};
