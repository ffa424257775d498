"""How the HTML report looks: light and dark, on paper too. Colours have a contrast of 4.5 to 1 or more."""

STYLE = """
:root { color-scheme: light dark; --back: #ffffff; --card: #f6f7f9; --text: #1b1f24; --soft: #55606b; --line: #d0d5db;
  --bad: #b42318; --warn: #8a5300; --good: #1a6b3c; --link: #0b57c2; --code: #eceff3; }
@media (prefers-color-scheme: dark) { :root { --back: #12161b; --card: #1a2027; --text: #e7eaee; --soft: #a7b1bc;
  --line: #3a434d; --bad: #ff9488; --warn: #f0b952; --good: #7fd6a0; --link: #8ab8ff; --code: #252d36; } }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1.5rem 1.25rem 4rem; max-width: 62rem; background: var(--back); color: var(--text);
  font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; }
h1 { font-size: 1.1rem; margin: 0; color: var(--soft); font-weight: 600; }
h2 { font-size: 1.3rem; margin: 2.5rem 0 .75rem; }
h3 { font-size: 1.1rem; margin: 0 0 .25rem; }
h4 { font-size: 1rem; margin: 1rem 0 .25rem; }
p { margin: .4rem 0; }
a { color: var(--link); overflow-wrap: anywhere; }
a:focus-visible,
summary:focus-visible, [tabindex]:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
code, pre, .path { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace;
  font-size: .9em; }
pre { background: var(--code); padding: .5rem .75rem; margin: .35rem 0; border-radius: .3rem; overflow-x: auto;
  white-space: pre-wrap; overflow-wrap: anywhere; }
.path { overflow-wrap: anywhere; }
.verdict { font-size: 1.7rem; line-height: 1.25; font-weight: 700; margin: .25rem 0 1rem; }
.bad { color: var(--bad); } .warn { color: var(--warn); } .good { color: var(--good); } .soft { color: var(--soft); }
.facts { display: grid; grid-template-columns: repeat(auto-fit, minmax(7rem, 1fr)); gap: .75rem; margin: 0; }
.facts div { background: var(--card); border: 1px solid var(--line); border-radius: .5rem; padding: .5rem .75rem; }
.facts dt { color: var(--soft); font-size: .85rem; }
.facts dd { margin: 0; font-size: 1.15rem; white-space: nowrap; font-weight: 600; }
article { border: 1px solid var(--line); border-left: .35rem solid var(--soft); border-radius: .5rem;
  background: var(--card); padding: 1rem 1.1rem; margin: 0 0 1rem; }
article.bad-edge { border-left-color: var(--bad); } article.warn-edge { border-left-color: var(--warn); }
.masked { font-size: 1rem; }
.marks { list-style: none; display: flex; flex-wrap: wrap; gap: .4rem; padding: 0; margin: .4rem 0; }
.marks li { margin: 0;
  border: 1px solid currentColor; border-radius: 1rem; padding: 0 .6rem; font-size: .85rem; font-weight: 600; }
table { border-collapse: collapse; width: 100%; margin: .5rem 0; font-size: .92rem; }
caption { text-align: left; color: var(--soft); font-size: .88rem; padding-bottom: .2rem; }
th, td { text-align: left; vertical-align: top; padding: .3rem .6rem .3rem 0; border-bottom: 1px solid var(--line); }
th { font-weight: 600; }
summary { cursor: pointer; font-weight: 600; padding: .25rem 0; }
ol.steps { padding-left: 1.5rem; margin: .25rem 0; } ol.steps li { margin: .4rem 0; }
.wide { overflow-x: auto; }
svg { display: block; min-width: 44rem; width: 100%; height: auto; font: 12px system-ui, sans-serif; }
svg text { fill: var(--text); } svg .soft { fill: var(--soft); }
svg .grid { stroke: var(--line); stroke-width: 1; } svg .today { stroke: var(--text); stroke-width: 1.5; }
svg .bar { stroke-width: 2; } svg .pushed { fill: var(--bad); stroke: var(--bad); }
svg .private { fill: none; stroke: var(--warn); }
svg .unknown { fill: none; stroke: var(--warn); stroke-dasharray: 5 3; }
svg .end { stroke: var(--text); stroke-width: 3; } svg .stands { fill: var(--text); }
footer { margin-top: 3rem; color: var(--soft); font-size: .9rem; }
@media print {
  :root { --back: #ffffff; --card: #ffffff; --text: #000000; --soft: #444444; --line: #999999; --bad: #8f1a12;
    --warn: #6b4100; --good: #14532d; --link: #000000; --code: #f2f2f2; }
  body { max-width: none; padding: 0; font-size: 10.5pt; }
  article { break-inside: auto; } h2, h3, h4, summary { break-after: avoid; }
  table, tr, li, figure, pre { break-inside: avoid; }
  svg { min-width: 0; }
  /* what is folded on a screen is read on paper: first as browsers hide it today, then as they did before */
  details::details-content { content-visibility: visible; block-size: auto; display: block; }
  details:not([open]) > :not(summary) { display: revert; }
  summary { list-style: none; }
}
"""
