// One sample: node sample.cjs BUNDLE EVENT. Imports the bundle, handles the event, writes what it took to descriptor 3.
// Plain CommonJS, so that neither type stripping nor an ES module loader is measured.
const { readFileSync, writeSync } = require('node:fs');
const context = require('./context.cjs');

const [bundle, event] = process.argv.slice(2);
const start = performance.now();
const { handler } = require(bundle);
const imported = performance.now();

handler(JSON.parse(event), context).then((result) => {
  const handled = performance.now();
  const { user, system } = process.cpuUsage();
  const sample = {
    importMs: imported - start,
    handlerMs: handled - imported,
    cpuMs: (user + system) / 1000,
    peakMb: peakBytes() / 2 ** 20,
    outcomes: result.outcomes.map(({ outcome }) => outcome),
  };
  writeSync(3, JSON.stringify(sample));
  // Kept-alive connections would hold the process; Lambda would freeze it here.
  process.exit();
});

/** resourceUsage().maxRSS begins with what the parent had when it forked; VmHWM is this program's own. */
function peakBytes() {
  if (process.platform !== 'linux') return process.memoryUsage.rss();
  return Number(/^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'))[1]) * 1024;
}
