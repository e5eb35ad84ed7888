/* 質問する: sending a question, putting the reply in its place, opening a quote in its source. */
const screen = element.querySelector(".ask");
const log = screen.querySelector(".log");
const form = screen.querySelector(".composer");
const field = form.querySelector("textarea");
const scope = form.querySelector("select");
const pane = screen.querySelector(".pane");
const paneContent = pane.querySelector(".content");
const waiting = [];
let count = 0;
let underWay = null;
let giveUp = 0;

// Sending

function make(name, className, words) {
  const made = document.createElement(name);
  made.className = className;
  if (words) made.textContent = words;
  return made;
}

function placeQuestion(question) {
  const turn = make("section", "turn");
  turn.dataset.number = String(++count);
  const asked = make("div", "asked");
  asked.append(make("h3", "unseen", screen.dataset.you), make("p", "", question));
  const slot = make("div", "slot");
  slot.append(make("p", "working", screen.dataset.working));
  turn.append(asked, slot);
  log.append(turn);
  turn.scrollIntoView({ block: "nearest", behavior: Keniki.calm() });
  return turn;
}

function send(question) {
  if (!question.trim()) { field.focus(); return; }
  screen.classList.add("begun");
  const turn = placeQuestion(question.trim());
  waiting.push({ turn: turn.dataset.number, question, document: scope.value });
  next();
}

// One question of a conversation after the other: the second may rest on the first.
function next() {
  if (underWay || !waiting.length) return;
  underWay = waiting.shift();
  giveUp = setTimeout(() => place(underWay.turn, null), 60000);
  trigger("ask", underWay);
}

function place(number, reply) {
  clearTimeout(giveUp);
  underWay = null;
  const turn = log.querySelector(`[data-number="${CSS.escape(number)}"]`);
  const slot = turn && turn.querySelector(".slot");
  if (slot) {
    if (reply) slot.replaceChildren(reply);
    else slot.replaceChildren(make("p", "failed", screen.dataset.failed));
    const said = slot.querySelector("[data-announce]");
    Keniki.announce(said ? said.dataset.announce : screen.dataset.failed);
    prepare(slot);
    bringIntoView(turn);
  }
  next();
}

// A reply higher than the window is shown from its question down.
function bringIntoView(turn) {
  const high = turn.offsetHeight > window.innerHeight * 0.6;
  turn.scrollIntoView({ block: high ? "start" : "nearest", behavior: Keniki.calm() });
}

watch("value", () => {
  const reply = Keniki.fragment(props.value || "").firstElementChild;
  if (reply && underWay && reply.dataset.turn === underWay.turn) place(reply.dataset.turn, reply);
});

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const question = field.value;
  field.value = "";
  fit();
  send(question);
});
field.addEventListener("keydown", (event) => {
  const composing = event.isComposing || event.keyCode === 229;
  if (event.key === "Enter" && !event.shiftKey && !composing) {
    event.preventDefault();
    form.requestSubmit();
  }
});
function fit() {
  field.style.height = "auto";
  field.style.height = `${Math.min(field.scrollHeight + 2, 180)}px`;
}
field.addEventListener("input", fit);

// Quotes and their source

function prepare(within) {
  if (!("speechSynthesis" in window)) return;
  within.querySelectorAll('[data-action="speak"]').forEach((button) => { button.hidden = false; });
}

async function openSource(card, fromKeyboard) {
  screen.querySelectorAll(".card.chosen").forEach((other) => other.classList.remove("chosen"));
  card.classList.add("chosen");
  const html = await server.source(JSON.parse(card.dataset.address));
  screen.querySelectorAll(".inline-pane").forEach((other) => other.remove());
  const place = Keniki.narrow() ? inlinePane(card) : paneContent;
  place.replaceChildren(Keniki.fragment(html));
  Keniki.revealMark(place);
  const title = Keniki.narrow() ? place.parentElement.querySelector("h4") : pane.querySelector("h2");
  if (fromKeyboard) title.focus({ preventScroll: true });
}

function inlinePane(card) {
  const made = make("section", "inline-pane");
  const title = make("h4", "", pane.querySelector("h2").textContent);
  title.tabIndex = -1;
  const content = make("div", "content");
  made.append(title, content);
  card.after(made);
  return content;
}

const actions = {
  open: (card) => openSource(card, true),
  copy: async (card) => {
    const done = await Keniki.copy(card.dataset.copy);
    Keniki.announce(done ? screen.dataset.copied : screen.dataset.copyFailed);
    return done;
  },
};

log.addEventListener("click", async (event) => {
  const chip = event.target.closest(".chip");
  if (chip) { send(chip.dataset.question || chip.textContent); return; }
  const card = event.target.closest(".card");
  if (!card || event.target.closest("a")) return;
  const button = event.target.closest("[data-action]");
  if (button) { actions[button.dataset.action]?.(card, button); return; }
  if (String(window.getSelection()) === "") openSource(card, false);
});

// References unfold where they stand.
screen.addEventListener("click", async (event) => {
  const reference = event.target.closest(".ref");
  if (!reference) return;
  const open = reference.getAttribute("aria-expanded") === "true";
  reference.setAttribute("aria-expanded", String(!open));
  if (open) { reference.unfolded?.remove(); return; }
  const passage = reference.closest("[data-document]");
  const html = await server.unfold({ document: passage.dataset.document, paths: JSON.parse(reference.dataset.paths) });
  const made = make("div", "unfolding");
  made.append(Keniki.fragment(html));
  (reference.closest("td, p") || reference).append(made);
  reference.unfolded = made;
});

if (!Keniki.narrow()) field.focus({ preventScroll: true });
