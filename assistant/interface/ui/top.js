/* The head of the page: screens, text size, colours. */
const theme = element.querySelector("#theme");
theme.value = document.documentElement.dataset.theme;
theme.addEventListener("change", () => Keniki.theme(theme.value));
element.addEventListener("click", (event) => {
  const screen = event.target.closest("[data-screen]");
  const size = event.target.closest("[data-size]");
  if (screen) Keniki.show(screen.dataset.screen);
  if (size) Keniki.resize(Number(size.dataset.size));
});
element.querySelector(".skip").addEventListener("click", (event) => {
  event.preventDefault();
  const field = document.querySelector(`#screen-${document.documentElement.dataset.screen} :is(textarea, input, select)`);
  if (field) field.focus();
});
