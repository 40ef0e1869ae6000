/** The gateway's IDE and GraphQL Playground in Chromium, driven as a person would. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CHROMIUM } from '../../dev/src/testing/tools.ts';
import { pagePort, shop } from '../e2e/oneShop/shop.ts';
import { orderOf, PLACE_ORDER } from '../e2e/shop.ts';
import { hasChromium, launchChromium } from './chromium.ts';
import { type PlaygroundOptions, type PlaygroundPage, servePlayground } from './playgroundPage.ts';

interface Visit {
  readonly page: Page;
  /** The errors of the console and the page. */
  readonly errors: string[];
  /** Every host that received a request. */
  readonly hosts: Set<string>;
}

describe.skipIf(!hasChromium)(`in Chromium (needs ${CHROMIUM})`, () => {
  let browser: Browser;
  let playground: PlaygroundPage;
  let tabs: PlaygroundOptions['tabs'] = [];
  const endpoint = () => `${shop.holdfast.url}/graphql`;
  beforeAll(async () => {
    playground = await servePlayground(pagePort, () => ({
      endpoint: endpoint(),
      subscriptionEndpoint: endpoint().replace('http', 'ws'),
      tabs,
    }));
    browser = await launchChromium();
  });
  afterAll(async () => {
    await browser.close();
    await playground[Symbol.asyncDispose]();
  });

  async function visit(): Promise<Visit> {
    const page = await browser.newPage();
    const [errors, hosts]: [string[], Set<string>] = [[], new Set()];
    page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
    page.on('pageerror', (error) => errors.push(error.message));
    page.on(
      'request',
      (request) => request.url().startsWith('http') && hosts.add(new URL(request.url()).host),
    );
    await page.goto(`${shop.holdfast.url}/graphql`);
    return { page, errors, hosts };
  }

  /** Selects an example and runs it. @returns its answer. */
  async function runExample(page: Page, name: string, operation: string) {
    await page.getByRole('region', { name: 'Examples' }).getByRole('button', { name }).click();
    const answered = page.waitForResponse(
      (response) => response.request().postDataJSON()?.operationName === operation,
    );
    await page.getByRole('button', { name: /Execute query/ }).click();
    return (await answered).json();
  }

  test('a visitor signs in, orders, and queries all five subgraphs by clicking', async () => {
    const { page, errors, hosts } = await visit();
    await page
      .getByRole('group', { name: 'Sign in as a demo user' })
      .getByRole('button', { name: 'alice' })
      .click();
    await page.getByRole('banner').getByRole('status').getByText('Signed in as').waitFor();
    const placed = await runExample(page, 'Place an order', 'PlaceOrder');
    expect(placed.data.placeOrder.order.status).toBe('CONFIRMED');
    await page.getByRole('region', { name: 'Result Window' }).getByText('"CONFIRMED"').first().waitFor();
    const joined = await runExample(page, 'One query, five subgraphs', 'FiveSubgraphs');
    expect(joined).toMatchObject({
      data: {
        order: {
          status: 'CONFIRMED',
          customer: { name: 'Alice Adler' },
          lines: [{ product: { available: expect.any(Number) } }, {}],
          reservation: { status: 'CONFIRMED' },
          payment: { status: 'CAPTURED' },
          saga: { status: 'COMPLETED' },
        },
      },
    });
    await page
      .getByRole('region', { name: 'Examples' })
      .getByRole('button', { name: 'Follow your last order' })
      .click();
    await page.getByRole('button', { name: /Execute query/ }).click();
    const result = page.getByRole('region', { name: 'Result Window' });
    await result.getByText('"CONFIRMED"').first().waitFor();
    const staff = await shop.login('staff@demo.test', 'holdfast-demo');
    await staff.query('mutation ($id: ID!) { cancelOrder(id: $id) { status } }', {
      id: placed.data.placeOrder.order.id,
    });
    await result.getByText('"CANCELLED"').first().waitFor();
    await page.getByRole('button', { name: /Stop query/ }).click();
    const refused = await runExample(page, 'Too little stock', 'TooLittleStock');
    expect(refused.data.placeOrder.order).toMatchObject({
      status: 'REJECTED',
      rejection: { code: 'OUT_OF_STOCK' },
    });
    expect(errors).toEqual([]);
    expect([...hosts]).toEqual([new URL(shop.holdfast.url).host]);
  });

  test('one click shows the plan and the fetches of an operation', async () => {
    const { page, errors, hosts } = await visit();
    const panel = page.getByRole('region', { name: 'Query plan' });
    const show = (title: string) => page.getByRole('button', { name: `Show ${title}` }).click();
    await show('Query plan');
    await panel.getByLabel('Ask for the plan and the fetches').check();
    await show('Examples');
    const answer = await runExample(page, 'Browse the shop', 'Browse');
    expect(Object.keys(answer.extensions).sort()).toEqual(['__queryPlanExperimental', 'trace']);
    const result = page.getByRole('region', { name: 'Result Window' });
    await result.getByText('"totalCount"').first().waitFor();
    expect(await result.innerText()).not.toContain('extensions');

    await show('Query plan');
    await panel.getByText('QueryPlan {').waitFor();
    const fetches = await panel.getByRole('list', { name: 'Fetches' }).getByRole('listitem').allInnerTexts();
    const [planning, products, ...others] = fetches;
    expect(planning).toMatch(/^planning\b.*\d ms$/s);
    expect(products).toMatch(/^products root fields\b.*\d ms$/s);
    // These run at once; all products have one seller.
    expect(others.toSorted()).toEqual([
      expect.stringMatching(/^inventory products\.nodes\.@ \(12\).*\d ms$/s),
      expect.stringMatching(/^users products\.nodes\.@\.seller \(1\).*\d ms$/s),
    ]);

    await panel.getByLabel('Ask for the plan and the fetches').uncheck();
    await show('Examples');
    expect(await runExample(page, 'Browse the shop', 'Browse')).not.toHaveProperty('extensions');
    expect(errors).toEqual([]);
    expect([...hosts]).toEqual([new URL(shop.holdfast.url).host]);
  });

  test('the IDE shows the documentation of the schema', async () => {
    const { page, errors } = await visit();
    await page
      .getByRole('button', { name: /Documentation Explorer/ })
      .first()
      .click();
    await page.getByText('A GraphQL schema provides a root type').waitFor();
    await page.getByText('Mutation', { exact: true }).first().click();
    await page.getByText('placeOrder').first().waitFor();
    expect(errors).toEqual([]);
  });

  /** @param headers the content of the tab's pane "HTTP HEADERS". */
  async function visitPlayground(query: string, headers: Record<string, string> = {}): Promise<Page> {
    tabs = [{ endpoint: endpoint(), name: 'Holdfast', query, headers }];
    const page = await browser.newPage();
    await page.goto(playground.origin);
    await page.getByTitle('Execute Query (Ctrl-Enter)').click();
    return page;
  }

  test('Playground loads the schema and runs a query', async () => {
    const page = await visitPlayground('{ products(first: 1) { nodes { name available } } }');
    await page.getByText('"available"').first().waitFor();
    await page.getByText('Docs', { exact: true }).first().click();
    await page.getByText('placeOrder').first().waitFor();
  });

  test('Playground follows an order with the token in the HTTP headers of its tab', async () => {
    const customer = await shop.customer();
    const placed = await customer.query(PLACE_ORDER, orderOf(await shop.product(1)));
    const { id } = placed.data.placeOrder.order;
    const follow = `subscription { orderUpdated(id: "${id}") { status customer { name } } }`;
    const page = await visitPlayground(follow, { Authorization: `Bearer ${customer.token}` });
    await page.getByText('"CONFIRMED"').first().waitFor();
    const staff = await shop.login('staff@demo.test', 'holdfast-demo');
    await staff.query('mutation ($id: ID!) { cancelOrder(id: $id) { status } }', { id });
    await page.getByText('"CANCELLED"').first().waitFor();
    expect(await page.getByText('"Test Customer"').count()).toBeGreaterThan(1);
  });
});
