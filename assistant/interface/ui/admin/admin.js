/* 管理: signing in, rebuilding, testing the retrieval, records. The cookie is the browser's alone. */
const screen = element.querySelector(".admin");
const signIn = screen.querySelector(".sign-in");
const office = screen.querySelector(".office");
const password = screen.querySelector("#admin-password");
const refused = screen.querySelector("#admin-refused");
const rebuild = screen.querySelector(".rebuild");
const bar = screen.querySelector(".progress");
const rebuilt = screen.querySelector(".panel-rebuilt");
const complaint = screen.querySelector(".rebuilding .refused-line");
const tried = screen.querySelector(".tried");
let asking = 0;
let watching = 0;

async function call(name, asked = {}) {
  try {
    const response = await fetch(`/admin/${name}`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ ...asked, language: screen.dataset.language }),
    });
    return { status: response.status, ...(await response.json()) };
  } catch {
    return { status: 0, error: screen.dataset.adminFailed };
  }
}

// Signed in or out

function show(inside) {
  signIn.hidden = inside;
  office.hidden = !inside;
  if (inside) return;
  clearTimeout(watching);
  screen.querySelectorAll("[data-part], .tried").forEach((part) => part.replaceChildren());
  rebuilt.hidden = true;
}

function turnedAway(answer) {
  if (answer.status !== 401) return false;
  show(false);
  say(refused, answer.error);
  password.focus();
  return true;
}

function say(line, words) {
  line.textContent = words;
  if (words) Keniki.announce(words);
}

async function enter(quietly) {
  const answer = await call("overview");
  if (answer.status !== 200) {
    show(false);
    if (!quietly) say(refused, answer.error);
    return false;
  }
  show(true);
  fill(answer.parts);
  follow(answer, false);
  return true;
}

function fill(parts) {
  for (const [name, html] of Object.entries(parts)) put(screen.querySelector(`[data-part="${name}"]`), html);
}

function put(place, html) {
  place.replaceChildren(Keniki.fragment(html));
  window.dispatchEvent(new CustomEvent("keniki:new", { detail: place }));
}

signIn.querySelector("form").addEventListener("submit", async (event) => {
  event.preventDefault();
  const button = event.submitter ?? signIn.querySelector("button");
  button.disabled = true;
  const answer = await call("sign-in", { password: password.value });
  button.disabled = false;
  password.setAttribute("aria-invalid", String(answer.status !== 200));
  if (answer.status !== 200) {
    say(refused, answer.error);
    password.focus();
    password.select();
    return;
  }
  password.value = "";
  refused.textContent = "";
  if (await enter(false)) {
    Keniki.announce(answer.said);
    office.querySelector("h2").focus();
  }
});

screen.querySelector(".sign-out").addEventListener("click", async () => {
  const answer = await call("sign-out");
  show(false);
  say(refused, "");
  Keniki.announce(answer.said ?? answer.error);
  password.focus();
});

// Rebuilding

rebuild.addEventListener("click", async () => {
  complaint.textContent = "";
  const answer = await call("rebuild");
  if (turnedAway(answer)) return;
  if (answer.error) { say(complaint, answer.error); return; }
  Keniki.announce(answer.said);
  follow(answer, true);
});

function follow(answer, awaited) {
  clearTimeout(watching);
  // Not `disabled`: whoever presses once more is told, and the focus stays where it was.
  rebuild.setAttribute("aria-disabled", String(answer.running));
  bar.hidden = !answer.running;
  if (answer.running) {
    showProgress(answer.progress);
    rebuilt.hidden = true;
    watching = setTimeout(look, 400);
    return;
  }
  bar.replaceChildren();
  rebuilt.hidden = !answer.outcome;
  put(rebuilt.querySelector("[data-part]"), answer.outcome);
  if (awaited && answer.outcome) {
    Keniki.announce(answer.announce);
    rebuilt.scrollIntoView({ block: "nearest", behavior: Keniki.calm() });
  }
}

// The bar itself stays, so that it moves instead of being drawn anew.
function showProgress(html) {
  const fresh = Keniki.fragment(html);
  const [was, now] = [bar.querySelector("progress"), fresh.querySelector("progress")];
  if (!was) { bar.replaceChildren(fresh); return; }
  was.value = now.value;
  bar.querySelector("label").textContent = fresh.querySelector("label").textContent;
}

async function look() {
  const answer = await call("progress");
  if (turnedAway(answer)) return;
  if (answer.error) { watching = setTimeout(look, 2000); return; }
  if (!answer.running) {
    const whole = await call("overview");
    if (whole.parts) fill(whole.parts);
  }
  follow(answer, true);
}

// Retrieval test

screen.querySelector(".panel-trial form").addEventListener("submit", async (event) => {
  event.preventDefault();
  const mine = ++asking;
  const line = Object.assign(document.createElement("p"), { className: "working" });
  line.textContent = screen.dataset.trialWorking;
  tried.replaceChildren(line);
  const answer = await call("trial", { question: screen.querySelector("#trial-question").value });
  if (mine !== asking || turnedAway(answer)) return;
  if (answer.error) {
    line.className = "failed";
    say(line, answer.error);
    return;
  }
  put(tried, answer.html);
  Keniki.announce(screen.dataset.trialDone);
});

// Records

screen.addEventListener("click", async (event) => {
  const sure = event.target.closest("[data-sure]");
  const keep = event.target.closest("[data-keep]");
  const remove = event.target.closest("[data-delete]");
  if (sure) ask(sure.parentElement, true);
  if (keep) ask(keep.closest(".deletion"), false);
  if (!remove) return;
  const answer = await call("delete", { list: remove.dataset.delete });
  if (turnedAway(answer)) return;
  if (answer.html !== undefined) put(screen.querySelector('[data-part="records"]'), answer.html);
  Keniki.announce(answer.said ?? answer.error);
  screen.querySelector("#panel-records").focus();
});

function ask(row, open) {
  const button = row.querySelector("[data-sure]");
  row.querySelector(".sure").hidden = !open;
  button.hidden = open;
  (open ? row.querySelector("[data-delete]") : button).focus();
}

async function arrive() {
  if (!office.hidden) return;
  if (!(await enter(true))) password.focus({ preventScroll: true });
}
window.addEventListener("keniki:screen", (event) => { if (event.detail === "admin") arrive(); });
if (document.documentElement.dataset.screen === "admin") arrive();
