import type { EventData } from '@holdfast/kit-events/event';
import { momentOf } from './format.ts';
import { html } from './html.ts';
import { resetPasswordUrl } from './links.ts';
import type { Mail } from './mail.ts';
import { code, link, page, paragraph, plainText } from './page.ts';

/** Builds the mail about a requested password reset. It contains no name; `verificationMail` explains why. */
export function passwordResetMail(
  { token, expiresAt }: EventData<'PasswordResetRequested'>,
  shop: URL,
): Mail {
  const subject = 'Choose a new password';
  const url = resetPasswordUrl(shop, token);
  const request =
    'Someone requested a new password for the account with this e-mail address. To choose one, open this link:';
  const limits = `The link and the code work once, until ${momentOf(expiresAt)}. A new password signs the account out everywhere.`;
  const ignore = 'If this was not you, ignore this e-mail: the password stays the same.';
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
