// One sample: node sample.cjs BUNDLE EVENT. Imports the bundle, handles the event, writes what it took to descriptor 3.
// Plain CommonJS, so that neither type stripping nor an ES module loader is measured.
const { writeSync } = require('node:fs');

const [bundle, event] = process.argv.slice(2);
const start = performance.now();
const { handler } = require(bundle);
const imported = performance.now();

handler(JSON.parse(event)).then((result) => {
  const handled = performance.now();
  const { user, system } = process.cpuUsage();
  const sample = {
    importMs: imported - start,
    handlerMs: handled - imported,
    cpuMs: (user + system) / 1000,
    peakMb: process.resourceUsage().maxRSS / 1024,
    outcomes: result.outcomes.map(({ outcome }) => outcome),
  };
  writeSync(3, JSON.stringify(sample));
  // Kept-alive connections would hold the process; Lambda would freeze it here.
  process.exit();
});
