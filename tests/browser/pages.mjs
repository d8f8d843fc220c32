// The pages that ermaid writes, in headless Chromium: steps, zoom, search,
// focus, light and dark; no message in the console, nothing asked of a network.
//
//   node pages.mjs ERMAID CHROMIUM ROOT
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';

const [ermaid, browserPath, root] = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), 'ermaid-pages-'));
const run = (...args) => execFileSync(ermaid, args, { cwd: folder, stdio: 'pipe' });

let checks = 0;
function check(condition, what) {
  checks++;
  if (!condition) throw new Error(what);
}

function equal(got, wanted, what) {
  check(JSON.stringify(got) === JSON.stringify(wanted),
    `${what}: got ${JSON.stringify(got)}, wanted ${JSON.stringify(wanted)}`);
}

// What a reader sees: the titles of the tables that are shown in a pane.
const shown = (page, pane = 0) => page.evaluate((n) =>
  [...document.querySelectorAll('.pane')][n].querySelectorAll('svg .table[data-node]').values()
    .filter((g) => g.getAttribute('display') !== 'none')
    .map((g) => g.querySelector('text').textContent).toArray().sort(), pane);

const text = (page, selector) => page.locator(selector).first().innerText();
const transform = (page, n = 0) => page.locator('.pane > svg').nth(n).evaluate((s) => s.style.transform);
const place = (page, title) => page.evaluate((t) => {
  const g = [...document.querySelectorAll('.pane svg .table[data-node]')]
    .filter((x) => x.getAttribute('display') !== 'none')
    .find((x) => x.querySelector('text').textContent === t);
  const b = g.getBBox();
  return [b.x, b.y];
}, title);

async function open(browser, file, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1200, height: 800 }, ...options });
  const page = await context.newPage();
  const said = [], asked = [];
  page.on('console', (m) => said.push(m.text()));
  page.on('pageerror', (e) => said.push(String(e)));
  page.on('request', (r) => {
    if (!/^(file|data|blob):/.test(r.url())) asked.push(r.url());
  });
  await page.goto(pathToFileURL(join(folder, file)).href + (options.hash || ''));
  return { page, context, said, asked };
}

async function visit(browser, file, work, options) {
  const { page, context, said, asked } = await open(browser, file, options);
  await work(page);
  equal(said, [], `${file}: messages in the console`);
  equal(asked, [], `${file}: requests to the outside`);
  await context.close();
}

const V1 = 'erDiagram\n  users ||--o{ orders : place\n  users { int id PK\n text bio\n text name }\n' +
  '  orders { int id PK\n int user_id FK }\n  old { int id PK }\n';
const V2 = 'erDiagram\n  users ||--o{ orders : place\n  users ||--o| profiles : have\n' +
  '  users { int id PK\n text name }\n  profiles { int user_id PK, FK\n text bio }\n' +
  '  orders { int id PK\n int user_id FK }\n';
const V3 = V2 + '  "tags <b>&amp;" { int id PK }\n';

// A line of the list shows its table, and marks the row that it is about.
async function leads(page, line, names, what) {
  const before = await transform(page);
  await page.locator('aside section:not([hidden])').locator(line).click();
  equal(await page.locator('svg .row.here').evaluateAll((rows) =>
    rows.map((r) => r.querySelector('text').textContent)), names, `${what} marks its row`);
  check(await page.locator('svg .dim').count() > 0, `${what} leads to its table`);
  check(await transform(page) !== before, `${what} moves the picture`);
  await page.keyboard.press('Escape');
  equal(await page.locator('.here, .dim').count(), 0, 'Escape shows all');
  await page.keyboard.press('0');
}

async function change(page) {
  equal(await text(page, '.pane > b'), 'v1 → v2', 'the change is shown first');
  equal(await shown(page), ['old', 'orders', 'profiles', 'users'], 'the change shows both');
  check((await text(page, 'aside section:not([hidden])')).includes('bio'), 'what changed is listed');
  const home = await place(page, 'users');
  await page.keyboard.press('ArrowLeft');
  equal(await shown(page), ['old', 'orders', 'users'], 'the version before');
  equal(await place(page, 'users'), home, 'a table stays');
  await page.keyboard.press('End');
  equal(await shown(page), ['orders', 'profiles', 'users'], 'the version after');
  equal(await place(page, 'users'), home, 'a table stays');

  await page.keyboard.press('ArrowLeft');
  await leads(page, 'li.warning button:text-is("users.bio")', ['bio'], 'a danger');
  await leads(page, 'li.removed button:text-is("bio")', ['bio'], 'a change');
  await leads(page, 'li.error button:text-is("old")', [], 'a table that is dropped');

  await page.keyboard.press('s');
  equal(await page.locator('.pane:visible').count(), 2, 'side by side');
  equal(await shown(page, 0), ['old', 'orders', 'users'], 'left is before');
  equal(await shown(page, 1), ['orders', 'profiles', 'users'], 'right is after');
  await page.mouse.move(300, 400);
  await page.mouse.wheel(0, 50);
  equal(await transform(page, 0), await transform(page, 1), 'both move together');
  await page.keyboard.press('s');
  equal(await page.locator('.pane:visible').count(), 1, 'one again');
}

async function timeline(page) {
  equal(await shown(page), ['orders', 'profiles', 'tags <b>&', 'users'], 'the last version is shown first');
  await page.keyboard.press('Home');
  equal(await shown(page), ['old', 'orders', 'users'], 'the first version');
  equal(await page.locator('aside section:visible').count(), 0, 'the first version lists no change');
  await page.keyboard.press('n');
  equal(await text(page, 'aside section:not([hidden]) h2'), 'v1 → v2', 'the first step');
  await page.getByRole('button', { name: 'v2 → v3' }).click();
  equal(await text(page, 'aside section:not([hidden]) h2'), 'v2 → v3', 'a step of the rail');
  check(page.url().endsWith('#3'), 'the address says which');
  await page.getByRole('button', { name: 'v2', exact: true }).click();
  equal(await shown(page), ['orders', 'profiles', 'users'], 'a version of the rail');
}

async function lookAround(page) {
  const before = await transform(page);
  await page.keyboard.press('+');
  check(await transform(page) !== before, 'a key zooms');
  await page.keyboard.press('0');
  equal(await transform(page), before, 'a key fits');
  await page.mouse.move(400, 300);
  await page.mouse.down();
  await page.mouse.move(460, 340, { steps: 4 });
  await page.mouse.up();
  check(await transform(page) !== before, 'the mouse moves');
  await page.keyboard.press('0');

  await page.keyboard.press('/');
  await page.keyboard.type('BIO');
  equal(await text(page, '#found'), '1 table', 'search finds columns');
  equal(await page.locator('svg .table.hit').count(), 1, 'what is found is marked');
  await page.keyboard.press('Enter');
  check(await transform(page) !== before, 'search goes there');
  await page.keyboard.press('Escape');
  equal(await page.locator('.hit, .dim').count(), 0, 'Escape ends a search');
  await page.keyboard.press('0');

  await page.locator('svg .table[data-node]').filter({ hasText: 'profiles' }).first().click();
  equal(await page.locator('svg .table:not(.dim):visible').count(), 2, 'a table and its neighbour');
  await page.keyboard.press('Escape');
  equal(await page.locator('.dim').count(), 0, 'Escape shows all');
}

const paper = (page) => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
const rowFill = (page) => page.evaluate(() =>
  getComputedStyle(document.querySelector('.pane svg .table:not([display]) rect')).fill);

async function darkens(page) {
  const light = [await paper(page), await rowFill(page)];
  await page.keyboard.press('d');
  const dark = [await paper(page), await rowFill(page)];
  check(light[0] !== dark[0] && light[1] !== dark[1], 'a key makes all of it dark');
  await page.keyboard.press('d');
  equal([await paper(page), await rowFill(page)], light, 'and light again');
}

async function isDark(page) {
  const [r] = (await paper(page)).match(/\d+/g).map(Number);
  check(r < 80, 'a page follows its reader into the dark');
}

let browser;
try {
  writeFileSync(join(folder, 'v1.mmd'), V1);
  writeFileSync(join(folder, 'v2.mmd'), V2);
  writeFileSync(join(folder, 'v3.mmd'), V3);
  run('timeline', 'v1.mmd', 'v2.mmd', '-o', 'change.html');
  run('timeline', 'v1.mmd', 'v2.mmd', 'v3.mmd', '-o', 'timeline.html');
  run('diff', 'v1.mmd', 'v2.mmd', '-o', 'diff.html');
  run('render', 'v2.mmd', '-o', 'schema.html');
  run('render', join(root, 'golden/d2/shapes.d2'), '-o', 'shapes.html');
  browser = await chromium.launch({
    executablePath: browserPath,
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  });
  await visit(browser, 'change.html', change);
  await visit(browser, 'diff.html', async (page) => {
    equal(await text(page, '.pane > b'), 'before → after', 'a diff is a page of two');
    await darkens(page);
  });
  await visit(browser, 'timeline.html', timeline);
  await visit(browser, 'timeline.html', async (page) =>
    equal(await shown(page), ['old', 'orders', 'users'], 'the address opens a version'), { hash: '#0' });
  await visit(browser, 'schema.html', lookAround);
  await visit(browser, 'schema.html', darkens);
  await visit(browser, 'schema.html', isDark, { colorScheme: 'dark' });
  await visit(browser, 'shapes.html', async (page) =>
    check(await page.locator('svg .shape').count() > 5, 'D2 has a page, too'));
  console.log(`${checks} checks`);
} finally {
  if (browser) await browser.close();
  rmSync(folder, { recursive: true });
}
