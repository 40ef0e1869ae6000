/** Tests that one shop is enough for: to start one costs as much as most of them. `npm test -- tests/e2e/oneShop -t 'cancel'` runs some. */
import './oneShop/shop.ts';
import './oneShop/badInput.ts';
import './oneShop/cancel.ts';
import './oneShop/order.ts';
import './oneShop/sessions.ts';
import './oneShop/subscriptions.ts';
