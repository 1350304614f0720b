import nodemailer from 'nodemailer';
import { around } from './points';

type Send = (mail: unknown) => Promise<unknown>;
type Make = (...args: unknown[]) => { sendMail: Send };

/** Before and after the relay has a mail. */
export function hookMail(): void {
  // The transports differ in their types and not in what is wrapped.
  const make = nodemailer.createTransport as unknown as Make;
  const wrapped: Make = (...args) => {
    const transport = make(...args);
    const send = transport.sendMail.bind(transport);
    transport.sendMail = (mail) => around('SMTP', () => send(mail));
    return transport;
  };
  Object.assign(nodemailer, { createTransport: wrapped });
}
