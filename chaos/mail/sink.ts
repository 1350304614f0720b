import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { simpleParser } from 'mailparser';

/** Moments of a conversation at which the relay can misbehave; `stored` is after it has taken a mail and before it says so. */
export const SMTP_MOMENTS = ['banner', 'ehlo', 'mail', 'rcpt', 'data', 'stored'] as const;
export type SmtpMoment = (typeof SMTP_MOMENTS)[number];

export interface SmtpFault {
  readonly at: SmtpMoment;
  /** An answer with this code, an end without one, or no answer at all. */
  readonly does: number | 'close' | 'hang';
  /** Every how many-th time; each time when absent. */
  readonly every?: number;
}

/** A mail whose content came whole. */
export interface Delivery {
  readonly at: number;
  readonly to: readonly string[];
  readonly messageId: string;
  readonly subject: string;
  readonly text: string;
  /** Links into the product, in the order of the text. */
  readonly links: readonly string[];
  /** False where the relay did not say that it has it. */
  readonly confirmed: boolean;
}

interface Conversation {
  readonly socket: Socket;
  recipients: string[];
  /** Lines of the content while it comes. */
  content: string[] | null;
}

const GREETINGS: Readonly<Record<string, SmtpMoment>> = {
  EHLO: 'ehlo',
  HELO: 'ehlo',
  MAIL: 'mail',
  RCPT: 'rcpt',
  DATA: 'data',
};

/** A mail relay that keeps what it gets and fails as it is told, byte by byte under our control. */
export class SmtpSink {
  fault: SmtpFault | null = null;
  readonly deliveries: Delivery[] = [];
  #met = 0;
  #server: Server | undefined;
  readonly #open = new Set<Socket>();
  readonly #hearers = new Set<(delivery: Delivery) => void>();

  async listen(port = 0): Promise<number> {
    const server = createServer((socket) => void this.#talk(socket).catch(() => socket.destroy()));
    this.#server = server;
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    return typeof address === 'object' && address ? address.port : 0;
  }

  async close(): Promise<void> {
    for (const socket of this.#open) socket.destroy();
    const server = this.#server;
    if (server) await new Promise((done) => server.close(done));
  }

  /** Whoever listens hears every mail as soon as its content is here. */
  hear(listener: (delivery: Delivery) => void): void {
    this.#hearers.add(listener);
  }

  async #talk(socket: Socket): Promise<void> {
    this.#open.add(socket);
    socket.on('error', () => socket.destroy()).once('close', () => this.#open.delete(socket));
    const conversation: Conversation = { socket, recipients: [], content: null };
    if (this.#answer(conversation, 'banner', '220 sink ready'))
      for await (const line of createInterface({ input: socket, crlfDelay: Infinity }))
        await this.#hearLine(conversation, line);
  }

  async #hearLine(conversation: Conversation, line: string): Promise<void> {
    const { content, recipients, socket } = conversation;
    if (content === null) return this.#command(conversation, line);
    if (line !== '.') return void content.push(line.startsWith('.') ? line.slice(1) : line);
    conversation.content = null;
    const verdict = this.#verdict('stored');
    if (typeof verdict !== 'number') await this.#keep([...recipients], content.join('\r\n'), verdict === 'pass');
    say(socket, verdict, '250 2.0.0 taken');
  }

  #command(conversation: Conversation, line: string): void {
    const verb = line.slice(0, 4).toUpperCase();
    const moment = GREETINGS[verb];
    if (verb === 'QUIT') return void conversation.socket.end('221 bye\r\n');
    if (!moment) return void conversation.socket.write('250 ok\r\n');
    if (verb === 'MAIL') conversation.recipients = [];
    const isGood = this.#answer(conversation, moment, moment === 'data' ? '354 go on' : '250 ok');
    if (isGood && verb === 'RCPT') conversation.recipients.push(/<([^>]*)>/.exec(line)?.[1] ?? '');
    if (isGood && verb === 'DATA') conversation.content = [];
  }

  #answer({ socket }: Conversation, moment: SmtpMoment, usual: string): boolean {
    const verdict = this.#verdict(moment);
    say(socket, verdict, usual);
    return verdict === 'pass';
  }

  #verdict(moment: SmtpMoment): Verdict {
    const { fault } = this;
    if (fault?.at !== moment) return 'pass';
    this.#met += 1;
    return this.#met % (fault.every ?? 1) === 0 ? fault.does : 'pass';
  }

  async #keep(to: readonly string[], raw: string, confirmed: boolean): Promise<void> {
    const at = Date.now();
    const mail = await simpleParser(raw, { skipHtmlToText: true, skipTextToHtml: true });
    const text = mail.text ?? '';
    const links = text.match(/https?:\/\/[^\s<>"]+/g) ?? [];
    const delivery = { at, to, messageId: mail.messageId ?? '', subject: mail.subject ?? '', text, links, confirmed };
    this.deliveries.push(delivery);
    for (const listener of this.#hearers) listener(delivery);
  }
}

type Verdict = 'pass' | SmtpFault['does'];

function say(socket: Socket, verdict: Verdict, usual: string): void {
  if (verdict === 'close') socket.destroy();
  else if (verdict !== 'hang') socket.write(`${verdict === 'pass' ? usual : `${verdict} as told`}\r\n`);
}
