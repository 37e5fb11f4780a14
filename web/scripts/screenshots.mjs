// Photographs the dashboard: node web/scripts/screenshots.mjs CLIENTS HUB FOLDER [PAGE...], CLIENTS the folder that
// tests/flow/clients.py installs (playwright-core), HUB the address of a running hub. Wide and light, dark, and 360 px.
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { mkdirSync } from 'node:fs';

const [clients, hub, folder, ...only] = process.argv.slice(2);
const { chromium } = createRequire(resolve(clients, 'package.json'))('playwright-core');
const pages = only.length ? only : ['overview', 'roas', 'models', 'paths', 'cohorts', 'duplicates', 'sources', 'quarantine', 'match', 'exports', 'settings'];
const shapes = { light: [1280, 900, 'light'], dark: [1280, 900, 'dark'], narrow: [360, 780, 'light'] };

mkdirSync(folder, { recursive: true });
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox', '--no-proxy-server', '--disable-gpu'] });
for (const [shape, [width, height, colorScheme]] of Object.entries(shapes)) {
  const context = await browser.newContext({ viewport: { width, height }, colorScheme, deviceScaleFactor: 1 });
  const page = await context.newPage();
  page.on('pageerror', (fault) => console.error(shape, fault));
  page.on('console', (m) => m.type() === 'error' && console.error(shape, m.text()));
  for (const name of pages) {
    const [path, query = ''] = name.split('?');
    await page.goto(`${hub}/#/${path}?${query}`);
    await page.waitForLoadState('networkidle');
    await page.waitForFunction('!document.querySelector(".wait")');
    const file = name.replace(/[^a-z0-9]+/gi, '-');
    await page.screenshot({ path: join(folder, `${file}-${shape}.png`), fullPage: !query.includes('show=') });
    const over = await page.evaluate('document.documentElement.scrollWidth - innerWidth');
    if (over > 0) console.error(`${file} ${shape}: ${over} px too wide`);
  }
  await context.close();
}
await browser.close();
