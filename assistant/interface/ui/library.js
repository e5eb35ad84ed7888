/* 文書を読む: one document whole, jumping by its outline, finding words without changing the text. */
const screen = element.querySelector(".library");
const choice = screen.querySelector("select");
const field = screen.querySelector("#find");
const line = screen.querySelector(".found");
const outline = screen.querySelector(".outline");
const pane = screen.querySelector(".pane");
const content = pane.querySelector(".content");
Keniki.sources(screen, server);
let ranges = [];
let at = -1;
let loaded = "";

async function load() {
  if (!choice.value || loaded === choice.value) return;
  loaded = choice.value;
  const parts = await server.document({ document: choice.value });
  outline.replaceChildren(Keniki.fragment(parts.outline));
  content.replaceChildren(Keniki.fragment(parts.text));
  window.dispatchEvent(new CustomEvent("keniki:new", { detail: content }));
  if (field.value) find();
}

function reveal(target) {
  const box = target.getBoundingClientRect();
  if (Keniki.narrow()) { window.scrollBy({ top: box.top - 48, behavior: Keniki.calm() }); return; }
  pane.scrollBy({ top: box.top - pane.getBoundingClientRect().top - 48, behavior: Keniki.calm() });
}

function texts() {
  const walker = document.createTreeWalker(content.querySelector(".passage"), NodeFilter.SHOW_TEXT,
    (node) => (node.parentElement.closest("rt") ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT));
  const nodes = [];
  while (walker.nextNode()) nodes.push(walker.currentNode);
  return nodes;
}

function find() {
  ranges = [];
  at = -1;
  const wanted = field.value.trim().toLowerCase();
  if (wanted && content.querySelector(".passage")) {
    const nodes = texts();
    const starts = [];
    let whole = "";
    for (const node of nodes) { starts.push(whole.length); whole += node.data.toLowerCase(); }
    const point = (offset) => {
      let i = starts.findLastIndex((start) => start <= offset);
      return [nodes[i], offset - starts[i]];
    };
    for (let i = whole.indexOf(wanted); i >= 0; i = whole.indexOf(wanted, i + wanted.length)) {
      const range = document.createRange();
      range.setStart(...point(i));
      const [last, offset] = point(i + wanted.length - 1);
      range.setEnd(last, offset + 1);
      ranges.push(range);
    }
  }
  show(ranges.length ? 0 : -1);
}

function show(number) {
  at = number;
  if (window.Highlight) {
    CSS.highlights.set("found", new Highlight(...ranges));
    CSS.highlights.set("found-here", new Highlight(...(at >= 0 ? [ranges[at]] : [])));
  }
  if (at >= 0) reveal(ranges[at]);
  const words = at >= 0 ? screen.dataset.found : screen.dataset.foundNone;
  line.textContent = field.value.trim() ? words.replace("{at}", at + 1).replace("{n}", ranges.length) : "";
}

choice.addEventListener("change", load);
field.addEventListener("input", find);
field.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.isComposing && ranges.length) {
    show((at + (event.shiftKey ? -1 : 1) + ranges.length) % ranges.length);
  }
});
screen.addEventListener("click", (event) => {
  const step = event.target.closest("[data-find]");
  if (step && ranges.length) show((at + Number(step.dataset.find) + ranges.length) % ranges.length);
  const entry = event.target.closest("[data-at]");
  if (entry && entry.matches("button")) {
    const target = content.querySelector(`[data-from="${entry.dataset.at}"]`);
    if (target) reveal(target);
  }
});
window.addEventListener("keniki:screen", (event) => { if (event.detail === "library") load(); });
if (document.documentElement.dataset.screen === "library") load();
