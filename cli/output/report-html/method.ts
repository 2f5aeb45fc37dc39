import type { Evidence } from '../../evidence/schema.ts';
import { html, type Markup } from './markup.ts';

/** How to read the page, and what it cannot know. */
export function methodSection({ period, stack, regions }: Evidence): Markup {
  const limits = [
    ...(stack.known ? [] : [`The history of the trails: ${stack.why}.`]),
    ...(period.known || !stack.known ? [] : [`The history of the trails: ${period.why}.`]),
    ...(regions ? [`Trails of other home Regions than ${regions.join(', ')}, and findings about the account.`] : []),
    'Whether the log files in the S3 bucket are complete. CloudTrail validates them with digest files.',
    'What happened before the history begins, and who made a change that no event reported.',
  ];
  return html`<section aria-labelledby="method"><h2 id="method">How to read this report</h2>
<dl class="terms">
<div><dt>Compliant</dt><dd>The trail names a log group and a role that exist, the role may write there, the trail logs, and AWS reports no failed or missing delivery. trailmend read each of these facts from AWS; a fact that it could not read is never a pass.</dd></div>
<div><dt>Two clocks</dt><dd>CloudTrail reports its last delivery to CloudWatch Logs and its last delivery to the S3 bucket (GetTrailStatus). Both are usually a few minutes apart. A bucket that is far ahead shows that CloudWatch Logs gets nothing.</dd></div>
<div><dt>Delivering</dt><dd>AWS delivered to CloudWatch Logs within the last day, and did not deliver only to the bucket since.</dd></div>
<div><dt>Time to repair</dt><dd>From the call that broke the trail until trailmend read the trail again and found it compliant. Without an event it starts when a sweep found the state, so that the trail may have been broken for longer.</dd></div>
<div><dt>Watched</dt><dd>trailmend judged the trail, at an event or in a sweep, with no more than a day between two judgements. What happened in a longer pause may be missing here.</dd></div>
<div><dt>Times</dt><dd>All times are in UTC. CloudWatch Logs updates the last ingestion of a log stream with a delay of up to an hour.</dd></div>
</dl>
<h3>What this report does not know</h3>
<ul>${limits.map((limit) => html`<li>${limit}</li>`)}</ul>
</section>`;
}
