/**
 * The links in mails, below `SHOP_URL`. Tokens are in the fragment, so that no server on the way and no page
 * that the reader opens next ever receives them.
 */
export function verifyEmailUrl(shop: URL, token: string): URL {
  return withToken(below(shop, 'verify-email'), token);
}

export function resetPasswordUrl(shop: URL, token: string): URL {
  return withToken(below(shop, 'reset-password'), token);
}

export function orderUrl(shop: URL, orderId: string): URL {
  return below(shop, `orders/${encodeURIComponent(orderId)}`);
}

export function stockUrl(shop: URL, productId: string): URL {
  return below(shop, `console/stock/${encodeURIComponent(productId)}`);
}

function below(shop: URL, path: string): URL {
  return new URL(path, shop.href.endsWith('/') ? shop : `${shop.href}/`);
}

function withToken(url: URL, token: string): URL {
  url.hash = new URLSearchParams({ token }).toString();
  return url;
}
