/* The head of the page: screens, text size, colours. */
const theme = element.querySelector("#theme");
theme.value = document.documentElement.dataset.theme;
theme.addEventListener("change", () => Keniki.theme(theme.value));
element.addEventListener("click", (event) => {
  const screen = event.target.closest("[data-screen]");
  const size = event.target.closest("[data-size]");
  if (screen) Keniki.show(screen.dataset.screen);
  if (event.target.closest(".language")) followLanguage(event);
  if (size) Keniki.resize(Number(size.dataset.size));
});
element.querySelector(".skip").addEventListener("click", (event) => {
  event.preventDefault();
  const fields = document.querySelectorAll(`#screen-${document.documentElement.dataset.screen} :is(textarea, input, select, button)`);
  const field = [...fields].find((each) => each.offsetParent);
  if (field) field.focus();
});

// A link may name a screen that this page does not have.
const first = document.documentElement.dataset.screen;
Keniki.show(element.querySelector(`.screens [data-screen="${first}"]`) ? first : "ask");

// The other language opens at the same clause or screen, or with the last question asked.
function followLanguage(event) {
  const last = [...document.querySelectorAll(".asked p")].pop();
  const here = new URLSearchParams(location.search);
  if (last) { here.delete("doc"); here.delete("path"); here.set("q", last.textContent); }
  const screen = document.documentElement.dataset.screen;
  if (screen !== "ask" && !here.has("doc")) here.set("screen", screen);
  if (![...here].length) return;
  event.preventDefault();
  location.href = `${event.target.closest("a").getAttribute("href")}?${here}`;
}

window.addEventListener("beforeprint", () => {
  const head = element.querySelector("header");
  head.dataset.printed = `${head.dataset.printedOn} ${new Date().toLocaleDateString(document.documentElement.lang)}`;
});
