import type { EventData } from '@holdfast/kit-events/event';
import { momentOf } from './format.ts';
import { html } from './html.ts';
import { resetPasswordUrl } from './links.ts';
import type { Mail } from './mail.ts';
import { code, link, page, paragraph, plainText } from './page.ts';

/** To the address of an account whose password somebody says they forgot. Names nobody, as `verificationMail`. */
export function passwordResetMail(
  { token, expiresAt }: EventData<'PasswordResetRequested'>,
  shop: URL,
): Mail {
  const subject = 'Choose a new password';
  const url = resetPasswordUrl(shop, token);
  const until = momentOf(expiresAt);
  return {
    subject,
    text: plainText(
      'Hello,',
      'Somebody asked for a new password for the account with this e-mail address. To choose one, open:',
      url.href,
      `Or enter this code: ${token}`,
      `This works until ${until}, and once. It signs the account out everywhere.`,
      'If it was not you, do nothing: the password stays as it is.',
    ),
    html: page(
      subject,
      html`${paragraph(html`Hello,`)}${paragraph(
        html`Somebody asked for a new password for the account with this e-mail address. To choose one, open:`,
      )}${paragraph(link(url))}${paragraph(html`Or enter this code: ${code(token)}`)}${paragraph(
        html`This works until ${until}, and once. It signs the account out everywhere.`,
      )}${paragraph(html`If it was not you, do nothing: the password stays as it is.`)}`,
    ),
  };
}
