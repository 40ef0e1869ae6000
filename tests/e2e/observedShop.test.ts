/** Tests that look into one shop: its metrics first, which count from its start. */
import './observedShop/shop.ts';
import './observedShop/metrics.ts';
import './observedShop/secrets.ts';
import './observedShop/traces.ts';
import './observedShop/n1.ts';
