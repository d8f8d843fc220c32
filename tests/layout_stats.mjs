// Our own numbers of a drawing against those of the layout bench.
//
//   node layout_stats.mjs METRICS.mjs GRAPHS LAYOUTS
//
// METRICS.mjs is the bench's scorer; for each graph LAYOUTS has a drawing that
// ermaid-layout left, with our numbers in it.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const [metrics, graphs, layouts] = process.argv.slice(2);
const { score } = await import(pathToFileURL(metrics).href);
let compared = 0, wrong = 0;

for (const file of readdirSync(graphs).filter((f) => f.endsWith('.json'))) {
  const drawing = join(layouts, file);
  if (!existsSync(drawing)) continue;
  const layout = JSON.parse(readFileSync(drawing, 'utf8'));
  const theirs = score(JSON.parse(readFileSync(join(graphs, file), 'utf8')), layout);
  for (const [name, ours] of Object.entries(layout.stats)) {
    compared++;
    const rounding = Number.isInteger(ours) ? 0.0011 : 0.0011 + 1e-6 * ours;
    if (!(Math.abs(ours - theirs[name]) <= rounding)) {
      wrong++;
      console.log(`${file}: ${name} is ${ours}, the bench counts ${theirs[name]}`);
    }
  }
}
console.log(`${compared} numbers compared, ${wrong} differ`);
process.exit(wrong || !compared ? 1 : 0);
