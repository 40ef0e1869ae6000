import type { EventData } from '@holdfast/kit-events/event';
import { momentOf } from './format.ts';
import { html } from './html.ts';
import { verifyEmailUrl } from './links.ts';
import type { Mail } from './mail.ts';
import { code, link, page, paragraph, plainText } from './page.ts';

/**
 * Builds the mail to the address that a person gave when opening an account. It contains no name: that person
 * chooses the name, and may have given someone else's address, whose owner must not receive a stranger's
 * words in a mail of ours.
 */
export function verificationMail(
  { token, expiresAt }: EventData<'EmailVerificationRequested'>,
  shop: URL,
): Mail {
  const subject = 'Confirm your e-mail address';
  const url = verifyEmailUrl(shop, token);
  const request =
    'An account was opened with this e-mail address. To confirm that it is yours, open this link:';
  const limits = `The link and the code work once, until ${momentOf(expiresAt)}.`;
  const ignore = 'If this was not you, ignore this e-mail: the address stays unconfirmed.';
  return {
    subject,
    text: plainText('Hello,', request, url.href, `Or enter this code: ${token}`, limits, ignore),
    html: page(
      subject,
      html`${paragraph(html`Hello,`)}${paragraph(html`${request}`)}${paragraph(link(url))}${paragraph(
        html`Or enter this code: ${code(token)}`,
      )}${paragraph(html`${limits}`)}${paragraph(html`${ignore}`)}`,
    ),
  };
}
