// Photographs the dashboard: node web/scripts/screenshots.mjs CLIENTS HUB FOLDER [--readme | PAGE...], CLIENTS the folder that
// tests/flow/clients.py installs (playwright-core), HUB the address of a running hub: each page wide and light, dark, and
// at 360 px. With --readme the pictures of the README, of a hub that serves the demo.
import { mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';

const [clients, hub, folder, ...only] = process.argv.slice(2);
const { chromium } = createRequire(resolve(clients, 'package.json'))('playwright-core');
const everyPage = ['overview', 'roas', 'models', 'paths', 'cohorts', 'journey', 'duplicates', 'sources', 'live', 'quarantine', 'match', 'exports', 'settings'];
const shapes = { light: [1280, 900, 'light'], dark: [1280, 900, 'dark'], narrow: [360, 780, 'light'] };
const pictures = {
  overview: ['overview', 'light', 930], models: ['models', 'dark', 860], paths: ['paths', 'light', 860],
  explain: ['roas?show=cv~cv_ef064d94b554b5971f1b9dd4799c7a27', 'light', 720], duplicates: ['duplicates?pair=crm/deal-12062|meta_capi/Purchase/purchase-12062', 'dark', 900],
};

mkdirSync(folder, { recursive: true });
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox', '--no-proxy-server', '--disable-gpu'] });

async function photograph(address, file, [width, height, colorScheme], fullPage) {
  const context = await browser.newContext({ viewport: { width, height }, colorScheme });
  const page = await context.newPage();
  page.on('pageerror', (fault) => console.error(file, fault));
  await page.goto(`${hub}/#/${address}`);
  const settled = '!!document.querySelector("main h1") && !document.querySelector(".wait, [aria-busy=true]")';
  while (!(await page.evaluate(settled))) await page.waitForTimeout(40);
  await page.waitForTimeout(500);
  while (!(await page.evaluate(settled))) await page.waitForTimeout(40);
  await page.screenshot({ path: join(folder, `${file}.png`), fullPage });
  const over = await page.evaluate('document.documentElement.scrollWidth - innerWidth');
  if (over > 0) console.error(`${file}: ${over} px too wide`);
  await context.close();
}

if (only[0] === '--readme')
  for (const [file, [address, theme, height]] of Object.entries(pictures)) await photograph(address, file, [1280, height, theme], false);
else
  for (const address of only.length ? only : everyPage)
    for (const [shape, size] of Object.entries(shapes)) await photograph(address, `${address.replace(/[^a-z0-9]+/gi, '-')}-${shape}`, size, !address.includes('show='));
await browser.close();
