/* 質問する: sending a question, putting the reply in its place, opening a quote in its source. */
const screen = element.querySelector(".ask");
const log = screen.querySelector(".log");
const form = screen.querySelector(".composer");
const field = form.querySelector("textarea");
const scope = form.querySelector("select");
const waiting = [];
let count = 0;
let underWay = false;
const GIVE_UP = 60000;
// What this page's conversation is called on the server; nobody else can know it.
const visitor = Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");

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
async function next() {
  if (underWay || !waiting.length) return;
  underWay = true;
  const { turn, question, document } = waiting.shift();
  const late = new Promise((resolve) => { setTimeout(resolve, GIVE_UP, ""); });
  let html = "";
  try {
    html = await Promise.race([server.ask({ question, document, visitor }), late]);
  } catch { /* said in its place */ }
  place(turn, Keniki.fragment(html || "").firstElementChild);
  underWay = false;
  next();
}

function place(number, reply) {
  const turn = log.querySelector(`[data-number="${CSS.escape(number)}"]`);
  const slot = turn && turn.querySelector(".slot");
  if (slot) {
    if (reply) slot.replaceChildren(reply);
    else slot.replaceChildren(make("p", "failed", screen.dataset.failed));
    const said = slot.querySelector("[data-announce]");
    Keniki.announce(said ? said.dataset.announce : screen.dataset.failed);
    window.dispatchEvent(new CustomEvent("keniki:new", { detail: slot }));
    bringIntoView(turn);
  }
}

// A reply higher than the window is shown from its question down.
function bringIntoView(turn) {
  const high = turn.offsetHeight > window.innerHeight * 0.6;
  turn.scrollIntoView({ block: high ? "start" : "nearest", behavior: Keniki.calm() });
}

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

Keniki.sources(screen, server);
log.addEventListener("click", (event) => {
  const chip = event.target.closest(".chip");
  if (chip) send(chip.dataset.question || chip.textContent);
});
window.addEventListener("keniki:screen", (event) => { if (event.detail === "ask") field.focus(); });

const linked = new URLSearchParams(location.search).get("q");
if (linked) send(linked);
if (!Keniki.narrow()) field.focus({ preventScroll: true });
