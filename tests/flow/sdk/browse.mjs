// A Chromium that does as it is told, one JSON command a line, and answers each with a line: {"goto": URL},
// {"run": JAVASCRIPT}, {"click": SELECTOR}, {"context": {"javaScriptEnabled": false}}, {"cookies": true}, {"sent": true},
// {"wait": JAVASCRIPT that becomes true}, {"press": KEY}, {"select": [SELECTOR, VALUE]}, {"axe": true}, which lists what axe-core finds.
// node browse.mjs FOLDER_OF_THE_CLIENTS CHROMIUM
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const [folder, executablePath] = process.argv.slice(2);
const { chromium } = createRequire(join(folder, 'package.json'))('playwright-core');
const axe = readFileSync(join(folder, 'node_modules/axe-core/axe.min.js'), 'utf8');
const patience = 60_000;
const args = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync', '--disable-dev-shm-usage', '--no-proxy-server',
  '--host-resolver-rules=MAP *.example 127.0.0.1'];

const browser = await chromium.launch({ executablePath, args, timeout: patience });
// A person's browser: what calls itself headless is taken for a machine.
const person = `Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/${browser.version()} Safari/537.36`;
let context, page, sent, faults;

async function begin(options) {
  await context?.close();
  context = await browser.newContext({ userAgent: person, ...options });
  context.setDefaultTimeout(patience);
  [sent, faults] = [[], []];
  context.on('request', (r) => sent.push({ method: r.method(), url: r.url(), body: r.postData() }));
  page = await context.newPage();
  page.on('pageerror', (fault) => faults.push(String(fault)));
}

const verbs = {
  context: (options) => begin(options),
  goto: (url) => page.goto(url, { waitUntil: 'load' }).then(() => undefined),
  click: (selector) => page.click(selector),
  run: (script) => page.evaluate(script),
  // Not waitForFunction: it evaluates in the page, which a page's policy may forbid.
  wait: async (script) => {
    const deadline = Date.now() + patience;
    while (!(await page.evaluate(script))) {
      if (Date.now() > deadline) throw new Error(`never true; the page reads: ${(await page.innerText('body')).slice(0, 2000)}`);
      await new Promise((done) => setTimeout(done, 40));
    }
  },
  press: (key) => page.keyboard.press(key),
  select: ([selector, value]) => page.selectOption(selector, value),
  axe: async () => {
    await page.evaluate(axe);
    return page.evaluate(`axe.run().then((r) => r.violations.map((v) => [v.id, v.help, ...v.nodes.map((n) => n.html.slice(0, 200))]))`);
  },
  cookies: () => context.cookies(),
  sent: () => sent,
  faults: () => faults,
};

await begin({});
console.log(JSON.stringify({ version: browser.version() }));
for await (const line of createInterface({ input: process.stdin })) {
  const [[verb, what]] = Object.entries(JSON.parse(line));
  try {
    console.log(JSON.stringify({ value: (await verbs[verb](what)) ?? null }));
  } catch (fault) {
    console.log(JSON.stringify({ fault: String(fault) }));
  }
}
await browser.close();
