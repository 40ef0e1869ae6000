/**
 * Tests that share one shop, because starting one costs as much as most of them together.
 * `npm test -- tests/e2e/oneShop -t 'cancel'` runs some of them.
 */
import './oneShop/shop.ts';
import './oneShop/badInput.ts';
import './oneShop/cancel.ts';
import './oneShop/order.ts';
import './oneShop/sessions.ts';
import './oneShop/subscriptions.ts';
