import type { EventData } from '@holdfast/kit-events/event';
import { momentOf } from './format.ts';
import { html } from './html.ts';
import { verifyEmailUrl } from './links.ts';
import type { Mail } from './mail.ts';
import { code, link, page, paragraph, plainText } from './page.ts';

/**
 * To an address that somebody gave when they opened an account. It names nobody: the name is theirs to choose and the address may be
 * another person's, who must not get words of a stranger in a mail of ours.
 */
export function verificationMail(
  { token, expiresAt }: EventData<'EmailVerificationRequested'>,
  shop: URL,
): Mail {
  const subject = 'Confirm your e-mail address';
  const url = verifyEmailUrl(shop, token);
  const until = momentOf(expiresAt);
  return {
    subject,
    text: plainText(
      'Hello,',
      'An account was opened with this e-mail address. To confirm that it is yours, open:',
      url.href,
      `Or enter this code: ${token}`,
      `This works until ${until}, and once.`,
      'If it was not you, do nothing: the address stays unconfirmed.',
    ),
    html: page(
      subject,
      html`${paragraph(html`Hello,`)}${paragraph(
        html`An account was opened with this e-mail address. To confirm that it is yours, open:`,
      )}${paragraph(link(url))}${paragraph(html`Or enter this code: ${code(token)}`)}${paragraph(
        html`This works until ${until}, and once.`,
      )}${paragraph(html`If it was not you, do nothing: the address stays unconfirmed.`)}`,
    ),
  };
}
