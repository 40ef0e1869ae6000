import { access } from 'node:fs/promises';
import { type Browser, chromium } from 'playwright-core';
import { CHROMIUM } from '../../dev/src/testing/tools.ts';

const ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export const hasChromium = await access(CHROMIUM).then(
  () => true,
  () => false,
);

export function launchChromium(): Promise<Browser> {
  return chromium.launch({ executablePath: CHROMIUM, args: ARGUMENTS });
}
