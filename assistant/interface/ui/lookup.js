/* 条文を引く: suggestions while typing, the clause at an address, permanent links. */
const screen = element.querySelector(".lookup");
const form = screen.querySelector("form");
const field = form.querySelector("input");
const scope = form.querySelector("select");
const list = form.querySelector(".suggestions");
const found = screen.querySelector(".found-clause");
const sources = Keniki.sources(screen, server);
let asked = 0;
let at = -1;

const options = () => [...list.children];

function fold(open) {
  list.hidden = !open;
  field.setAttribute("aria-expanded", String(open));
  if (!open) choose(-1);
}

function choose(number) {
  at = number;
  options().forEach((option, i) => option.setAttribute("aria-selected", String(i === at)));
  if (at >= 0) {
    field.setAttribute("aria-activedescendant", options()[at].id);
    options()[at].scrollIntoView({ block: "nearest" });
  } else field.removeAttribute("aria-activedescendant");
}

// Typing never waits: an answer that has been overtaken by the next letter is dropped.
async function suggest() {
  const mine = ++asked;
  const html = field.value.trim() ? await server.suggest({ text: field.value, document: scope.value }) : "";
  if (mine !== asked) return;
  list.replaceChildren(Keniki.fragment(html));
  choose(-1);
  fold(list.children.length > 0);
  if (list.children.length) Keniki.announce(screen.dataset.suggested.replace("{n}", list.children.length));
}

async function open(documentId, path) {
  const html = await server.link({ document: documentId, path });
  sources.put(html, null, false);
  Keniki.announce(screen.dataset.opened);
  const here = new URL(location.href);
  here.search = new URLSearchParams({ doc: documentId, path }).toString();
  history.replaceState(null, "", here);
}

function take(option) {
  asked++;
  field.value = option.dataset.text;
  fold(false);
  found.replaceChildren();
  open(option.dataset.document, option.dataset.path);
}

let pause = 0;
field.addEventListener("input", () => { clearTimeout(pause); pause = setTimeout(suggest, 80); });
field.addEventListener("keydown", (event) => {
  if (event.isComposing || event.keyCode === 229) return;
  const count = options().length;
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step && count) {
    event.preventDefault();
    fold(true);
    choose((at + step + count + (at < 0 && step < 0 ? 1 : 0)) % count);
  } else if (event.key === "Escape") fold(false);
  else if (event.key === "Enter" && at >= 0 && !list.hidden) {
    event.preventDefault();
    take(options()[at]);
  }
});
field.addEventListener("blur", () => setTimeout(() => fold(false), 200));
list.addEventListener("pointerdown", (event) => {
  const option = event.target.closest("[role=option]");
  if (!option) return;
  event.preventDefault();
  take(option);
});

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  asked++;
  clearTimeout(pause);
  fold(false);
  const html = await server.lookup({ reference: field.value, document: scope.value });
  found.replaceChildren(Keniki.fragment(html));
  window.dispatchEvent(new CustomEvent("keniki:new", { detail: found }));
  const said = found.querySelector("[data-announce]");
  if (said) Keniki.announce(said.dataset.announce);
  const first = found.querySelector(".reply:not(.refusal) .card");
  if (first) sources.put(await server.source(JSON.parse(first.dataset.address)), null, false);
});
window.addEventListener("keniki:screen", (event) => { if (event.detail === "lookup") field.focus(); });

const wanted = new URLSearchParams(location.search);
if (wanted.has("doc")) open(wanted.get("doc"), wanted.get("path") ?? "");
