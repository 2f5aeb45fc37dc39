/** A phone shows each row of a table as a card. Paper gets white, and no cut through a trail. */
export const PLACES: string = `
@media (max-width: 58rem) {
  .figures { grid-template-columns: repeat(3, auto); }
}
@media screen and (max-width: 40rem) {
  body { padding: 1.75rem 1rem 3rem; }
  section { margin-top: 2.25rem; }
  .verdict, .trail { padding: 1.2rem 1.1rem; }
  .timeline { padding: 1rem; }
  .figures { grid-template-columns: 1fr 1fr; justify-content: stretch; }
  .facts > div, .terms > div { grid-template-columns: 1fr; }
  .incidents .facts > div { grid-template-columns: 1fr; padding: 0.3rem 0; }
  .minor text { display: none; }
  table, tbody, tr, th, td { display: block; }
  thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  tr { padding: 0.8rem 1rem; border-top: 1px solid var(--line); }
  tbody tr:first-child { border-top: 0; }
  tbody th, tbody td, td.number { border: 0; padding: 0.1rem 0; text-align: left; }
  .stacked th[scope="row"] { width: auto; }
  td[data-label]::before { content: attr(data-label) ": "; color: var(--muted); }
}
@page { margin: 16mm 15mm 18mm; @bottom-right { content: counter(page) " / " counter(pages); font: 8pt sans-serif; color: #59636f; } }
@media print {
  :root {
    color-scheme: light;
    --paper: #ffffff; --card: #ffffff; --ink: #14191f; --muted: #4d5660; --line: #cfd4d8; --link: #14191f;
    --good: #1d6b48; --good-soft: #e5f2ea; --good-bar: #58a684;
    --bad: #a32c24; --bad-soft: #fbe9e7; --bad-bar: #c8473d;
    --warn: #7d5300; --warn-soft: #fbf1d9; --warn-bar: #c58a1b;
    --idle: #4d5660; --idle-soft: #eceeef; --idle-bar: #d3d7da;
  }
  body { padding: 0; max-width: none; }
  html { font-size: 9.5pt; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  section { margin-top: 1.6rem; }
  h2, h3, h4 { break-after: avoid; }
  .verdict, .timeline, tr, .facts > div, .incidents > li, .findings > li, .terms > div { break-inside: avoid; }
  .figures { grid-template-columns: repeat(6, auto); }
  .figures dd { font-size: 1.1rem; }
  a { text-decoration: none; }
  .minor text { display: none; }
}
`;
