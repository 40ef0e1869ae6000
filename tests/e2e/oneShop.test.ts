/**
 * Tests that share one shop, because starting one costs as much as most of them together. The reports are the
 * first, because they count all orders; tests that kill a service are the last.
 * `npm test -- tests/e2e/oneShop -t 'cancel'` runs some of them.
 */
import './oneShop/shop.ts';
import './oneShop/reports.ts';
import '../browser/ide.ts';
import './oneShop/badInput.ts';
import './oneShop/cancel.ts';
import './oneShop/order.ts';
import './oneShop/sessions.ts';
import './oneShop/subscriptions.ts';
import './oneShop/orderEvents.ts';
import './oneShop/publishedEvents.ts';
import './oneShop/mail.ts';
import './oneShop/inStock.ts';
