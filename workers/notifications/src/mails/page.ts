import { type Html, html } from './html.ts';

const FONT = 'font-family:system-ui,-apple-system,Segoe UI,Roboto,Helvetica,Arial,sans-serif';

/** Returns the HTML of a whole mail. It loads nothing; styles are inline, because mail programs drop others. */
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

/** Returns a link that shows its URL, so that it can be read without being clicked. */
export function link(url: URL): Html {
  return html`<a href="${url}" style="word-break:break-all">${url}</a>`;
}

/** Returns text that the reader can copy. */
export function code(text: string): Html {
  return html`<code style="font-size:14px;word-break:break-all">${text}</code>`;
}

/** Returns the text of a whole mail: paragraphs with the shop's name below them. */
export function plainText(...paragraphs: readonly string[]): string {
  return `${[...paragraphs, '-- \nHoldfast'].join('\n\n')}\n`;
}
