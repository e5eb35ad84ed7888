/* ふりがな: readings fetched for what is on the screen, shown as ruby that is never copied. */
const KANJI = /[一-鿿々〆]/;
const WHERE = ".quoted, .passage, .message, .citation, .crumbs";

function nodesWithin(place) {
  const found = [];
  const roots = [...place.querySelectorAll(WHERE)];
  if (place.matches?.(WHERE)) roots.push(place);
  for (const root of roots) {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const node = walker.currentNode;
      if (KANJI.test(node.data) && !node.parentElement.closest("ruby")) found.push(node);
    }
  }
  return [...new Set(found)];
}

async function annotate(place) {
  if (document.documentElement.dataset.ruby !== "on") return;
  const nodes = nodesWithin(place);
  for (let i = 0; i < nodes.length; i += 400) {
    const part = nodes.slice(i, i + 400);
    const found = await server.readings(part.map((node) => node.data));
    part.forEach((node, n) => { if (node.isConnected && found[n]?.length) replace(node, found[n]); });
  }
  document.querySelectorAll(".passage, .quoted").forEach((box) => box.classList.add("has-ruby"));
}

function replace(node, readings) {
  const signs = [...node.data];
  const made = document.createDocumentFragment();
  let at = 0;
  for (const [start, end, reading] of readings) {
    made.append(signs.slice(at, start).join(""));
    const ruby = document.createElement("ruby");
    const rt = document.createElement("rt");
    rt.textContent = reading;
    ruby.append(signs.slice(start, end).join(""), rt);
    made.append(ruby);
    at = end;
  }
  made.append(signs.slice(at).join(""));
  node.replaceWith(made);
}

function strip() {
  document.querySelectorAll("ruby").forEach((ruby) => {
    ruby.querySelectorAll("rt").forEach((rt) => rt.remove());
    const parent = ruby.parentNode;
    ruby.replaceWith(...ruby.childNodes);
    parent.normalize();
  });
  document.querySelectorAll(".has-ruby").forEach((box) => box.classList.remove("has-ruby"));
}

const button = document.getElementById("furigana");
function toggle(on) {
  document.documentElement.dataset.ruby = on ? "on" : "off";
  button.setAttribute("aria-pressed", String(on));
  Keniki.store.set("ruby", on ? "on" : "off");
  if (on) annotate(document.body); else strip();
}
button.addEventListener("click", () => toggle(button.getAttribute("aria-pressed") !== "true"));
window.addEventListener("keniki:new", (event) => annotate(event.detail));
if (Keniki.store.get("ruby") === "on") toggle(true);
