/** The one stylesheet of all pages. Colours are pairs of light and dark; widths work from 360 pixels up. */
export const stylesheet = `
:root {
  color-scheme: light dark;
  --ground: light-dark(#f4f6f9, #14181f);
  --sheet: light-dark(#ffffff, #1d232d);
  --ink: light-dark(#1b2430, #e8ecf2);
  --quiet: light-dark(#566272, #a3b0c0);
  --line: light-dark(#d5dbe3, #353e4c);
  --accent: light-dark(#1f5f99, #8cc0f2);
  --accent-ink: light-dark(#ffffff, #10202f);
  --good: light-dark(#1c6b3c, #7ed9a2);
  --good-ground: light-dark(#e5f5ea, #17301f);
  --bad: light-dark(#a3201b, #ffa59e);
  --bad-ground: light-dark(#fdeceb, #3a1b1a);
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
a { color: var(--accent); text-underline-offset: 2px; }
a.skip { position: absolute; left: .5rem; top: .5rem; padding: .4rem .8rem; background: var(--sheet); border-radius: 6px; }
a.skip:not(:focus) { clip-path: inset(50%); }
header { background: var(--sheet); border-bottom: 1px solid var(--line); }
header > div { max-width: 72rem; margin: auto; padding: .6rem 1rem; display: flex; flex-wrap: wrap; gap: .3rem 1.25rem; align-items: center; }
header strong { margin-right: auto; }
header strong a { color: inherit; text-decoration: none; }
header small { display: block; font-weight: normal; color: var(--quiet); }
nav { display: flex; flex-wrap: wrap; gap: .3rem 1.1rem; }
nav a { padding: .35rem 0; text-decoration: none; }
nav a[aria-current] { font-weight: 600; box-shadow: 0 2px 0 var(--accent); }
main { max-width: 72rem; margin: auto; padding: 1rem; }
main:focus { outline: none; }
main.narrow { max-width: 29rem; }
h1, h2 { overflow-wrap: anywhere; }
h1 { font-size: 1.5rem; line-height: 1.25; margin: .75rem 0; }
h2 { font-size: 1.125rem; margin: 1.5rem 0 .5rem; }
section, .sheet { background: var(--sheet); border: 1px solid var(--line); border-radius: 8px; padding: 1rem; margin: 0 0 1rem; }
section > h2:first-child, .sheet > h2:first-child { margin-top: 0; }
p { margin: 0 0 .75rem; max-width: 44rem; }
p:last-child { margin-bottom: 0; }
.quiet { color: var(--quiet); }
.bar { display: flex; flex-wrap: wrap; gap: .6rem; align-items: end; margin: 0 0 1rem; }
.bar > .grow { flex: 1 1 14rem; }
label { display: block; font-weight: 600; }
label small, .hint { display: block; font-weight: normal; color: var(--quiet); font-size: .875rem; }
input:not([type=checkbox], [type=hidden]), select, textarea {
  width: 100%; min-height: 2.5rem; padding: .4rem .6rem; font: inherit; font-weight: normal; color: inherit;
  background: var(--sheet); border: 1px solid var(--quiet); border-radius: 6px;
}
::placeholder { color: var(--quiet); opacity: 1; }
input[type=checkbox] { width: 1.2rem; height: 1.2rem; margin: 0 .5rem 0 0; vertical-align: -.2rem; accent-color: var(--accent); }
textarea { min-height: 6rem; }
label.check { font-weight: normal; padding: .3rem 0; }
.field { margin: 0 0 .9rem; }
.field > label > input, .field > label > select, .field > label > textarea { margin-top: .2rem; }
.fields { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(18rem, 100%), 1fr)); gap: 0 1.25rem; }
button, .button {
  display: inline-block; min-height: 2.5rem; padding: .45rem 1rem; font: inherit; font-weight: 600; text-decoration: none;
  color: var(--accent-ink); background: var(--accent); border: 1px solid var(--accent); border-radius: 6px; cursor: pointer;
}
button.plain, .button.plain { color: var(--accent); background: none; }
button.danger { color: var(--bad); background: none; border-color: var(--bad); }
button.link { min-height: 0; padding: .35rem 0; border: 0; background: none; color: var(--accent); font-weight: normal; }
.actions + .bar, dl + .actions, .actions + dl { margin-top: 1rem; }
section > .bar:last-child { margin-bottom: 0; }
.sheet > .actions:first-child { margin-top: 0; }
.actions { display: flex; flex-wrap: wrap; gap: .6rem; margin-top: 1rem; }
.actions form, header form, td form { display: inline; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
.note { padding: .7rem 1rem; border-radius: 6px; margin: 0 0 1rem; border: 1px solid currentColor; }
.note.good { color: var(--good); background: var(--good-ground); }
.note.bad { color: var(--bad); background: var(--bad-ground); }
.token { font: 600 1.25rem/1.4 ui-monospace, monospace; overflow-wrap: anywhere; user-select: all; }
code { font: .9em ui-monospace, monospace; overflow-wrap: anywhere; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; padding: .5rem .7rem; border-bottom: 1px solid var(--line); vertical-align: top; }
th { font-size: .875rem; color: var(--quiet); white-space: nowrap; }
tr:last-child > td { border-bottom: 0; }
td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; }
dl { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(18rem, 100%), 1fr)); gap: .9rem 1.25rem; margin: 0; }
dt { color: var(--quiet); font-size: .875rem; }
dd { margin: 0; overflow-wrap: anywhere; white-space: pre-line; }
.tag { display: inline-block; padding: 0 .5rem; border: 1px solid currentColor; border-radius: 99px; font-size: .8rem; color: var(--quiet); }
.tag.bad { color: var(--bad); }
fieldset { border: 1px solid var(--line); border-radius: 8px; padding: .8rem 1rem; margin: 0 0 1rem; }
legend { font-weight: 600; padding: 0 .4rem; }
.cards { display: grid; margin: 0 0 1rem; grid-template-columns: repeat(auto-fill, minmax(min(18rem, 100%), 1fr)); gap: 1rem; }
.cards > section { margin: 0; }
@media (min-width: 40.01rem) {
  td:first-child { min-width: 9.5rem; }
}
@media (max-width: 40rem) {
  header nav { order: 1; width: 100%; gap: 0 1.1rem; }
  table.stack td:first-child { font-weight: 600; }
  table.stack thead { display: none; }
  table.stack tr { display: block; padding: .5rem 0; border-bottom: 1px solid var(--line); }
  table.stack tr:last-child { border-bottom: 0; }
  table.stack td { display: flex; gap: .75rem; justify-content: space-between; border: 0; padding: .2rem 0; text-align: right; overflow-wrap: anywhere; }
  table.stack td::before { content: attr(data-label); color: var(--quiet); text-align: left; flex: none; }
  table.ticks tr { display: grid; grid-template-columns: auto auto 1fr; gap: 0 .75rem; }
  table.ticks td { justify-content: flex-start; text-align: left; gap: .35rem; font-size: .875rem; overflow-wrap: normal; }
  table.ticks td:first-child { font-size: 1rem; }
  table.ticks input[type=checkbox] { margin: 0; }
  table.ticks td:nth-child(-n + 2) { grid-column: span 3; }
  table.ticks td:nth-child(-n + 2)::before, table.ticks td:nth-child(3) { display: none; }
}
`;
