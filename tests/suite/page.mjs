// Looks at pages as people do: in the light and in the dark, on a telephone and on a desk, with axe as the judge. The first
// argument is the folder of the modules, the others are pages; prints one JSON object a page, and the text that copying it gives.
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

const [modules, ...pages] = process.argv.slice(2);
const require = createRequire(`${modules}/`);
const { chromium } = require('playwright-core');
const { AxeBuilder } = require('@axe-core/playwright');

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox'] });
for (const page of pages) {
  const seen = { page, violations: [], wide: [] };
  for (const colorScheme of ['light', 'dark']) {
    for (const width of [320, 1280]) {
      const context = await browser.newContext({ colorScheme, viewport: { width, height: 900 }, javaScriptEnabled: true });
      const tab = await context.newPage();
      await tab.goto(pathToFileURL(page).href);
      const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
      const { violations, passes } = await new AxeBuilder({ page: tab }).withTags(tags).analyze();
      seen.passes = passes.length;
      for (const one of violations) seen.violations.push(`${colorScheme} ${width}: ${one.id}: ${one.help}: ${one.nodes[0].html}`);
      const sideways = await tab.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      if (sideways > 0) seen.wide.push(`${colorScheme} ${width}: ${sideways} pixels`);
      if (!seen.sheets) {
        // Each sheet of A4 is an object of the file that a printer would get.
        const printed = (await tab.pdf({ preferCSSPageSize: true })).toString('latin1');
        seen.sheets = (printed.match(/\/Type\s*\/Page\b/g) ?? []).length;
      }
      seen.text = await tab.evaluate(() => document.body.innerText);
      await context.close();
    }
  }
  console.log(JSON.stringify(seen));
}
await browser.close();
