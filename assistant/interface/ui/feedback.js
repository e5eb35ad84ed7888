/* An opinion of an answer: given once by a click or a key, taken back by giving another. */
log.addEventListener("click", async (event) => {
  const row = event.target.closest(".opinion");
  const choice = event.target.closest(".choice");
  if (!row || !choice) return;
  const reasons = row.querySelector(".reasons");
  const why = row.querySelector("[data-reasons]");
  if (choice === why) {
    reasons.hidden = !reasons.hidden;
    why.setAttribute("aria-expanded", String(!reasons.hidden));
    if (!reasons.hidden) reasons.querySelector("button").focus();
    return;
  }
  row.querySelectorAll(".choice").forEach((other) => other.removeAttribute("aria-pressed"));
  choice.setAttribute("aria-pressed", "true");
  let said = screen.dataset.failed;
  try {
    said = await server.opinion({ receipt: row.dataset.receipt, verdict: choice.dataset.verdict });
  } catch {
    choice.removeAttribute("aria-pressed");
  }
  const line = row.querySelector(".said") || row.appendChild(make("p", "said"));
  line.textContent = said;
  line.scrollIntoView({ block: "nearest", behavior: Keniki.calm() });
  Keniki.announce(said);
});
