// Writes the cards of the representative situations. Run it after a change of what a card says, and
// read the differences.
import { writeFileSync } from 'node:fs';
import { playedCards } from './played-cards.ts';

for (const [name, card] of Object.entries(await playedCards())) {
  writeFileSync(new URL(`${name}.json`, import.meta.url), `${JSON.stringify(card, null, 2)}\n`);
}
