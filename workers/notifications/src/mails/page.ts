import { type Html, html } from './html.ts';

const FONT = 'font-family:system-ui,-apple-system,Segoe UI,Roboto,Helvetica,Arial,sans-serif';

/** The HTML of a whole mail. Styles are inline, since mail programs drop others; there is nothing to load. */
export function page(title: string, content: Html): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
</head>
<body style="margin:0;padding:24px;${FONT};font-size:16px;line-height:1.5">
<div style="max-width:560px;margin:0 auto">
<h1 style="font-size:20px;margin:0 0 16px">${title}</h1>
${content}
<p style="margin:32px 0 0;font-size:13px;opacity:0.7">Holdfast</p>
</div>
</body>
</html>
`.markup;
}

export function paragraph(...content: readonly Html[]): Html {
  return html`<p style="margin:0 0 16px">${content}</p>\n`;
}

/** A link that says where it leads, and can be read without being clicked. */
export function link(url: URL): Html {
  return html`<a href="${url}" style="word-break:break-all">${url}</a>`;
}

/** Something to be copied. */
export function code(text: string): Html {
  return html`<code style="font-size:14px;word-break:break-all">${text}</code>`;
}

/** The text of a whole mail: paragraphs, and the shop's name under them. */
export function plainText(...paragraphs: readonly string[]): string {
  return `${[...paragraphs, '-- \nHoldfast'].join('\n\n')}\n`;
}
