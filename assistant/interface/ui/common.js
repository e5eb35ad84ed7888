/* Shared by every screen, and run before the page is drawn: settings, copying, speech, links. */
(() => {
  "use strict";
  const root = document.documentElement;
  const store = {
    get: (key) => { try { return localStorage.getItem(`keniki-${key}`); } catch { return null; } },
    set: (key, value) => { try { localStorage.setItem(`keniki-${key}`, value); } catch { /* private window */ } },
  };
  const SIZES = ["100", "112.5", "125", "150", "175"];

  const keniki = {
    store,
    narrow: () => window.matchMedia("(max-width: 899px)").matches,
    calm: () => (window.matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth"),

    theme(name) {
      root.dataset.theme = name;
      store.set("theme", name);
    },
    resize(step) {
      const now = SIZES.indexOf(store.get("size") ?? "100");
      const next = SIZES[Math.min(Math.max((now < 0 ? 0 : now) + step, 0), SIZES.length - 1)];
      keniki.enlarge(next);
      store.set("size", next);
    },
    enlarge(size) {
      root.style.fontSize = `${size}%`;
      root.classList.toggle("large", Number(size) >= 150);
    },
    show(screen) {
      root.dataset.screen = screen;
      document.querySelectorAll(".screens [data-screen]").forEach((button) => {
        if (button.dataset.screen === screen) button.setAttribute("aria-current", "page");
        else button.removeAttribute("aria-current");
      });
      window.dispatchEvent(new CustomEvent("keniki:screen", { detail: screen }));
    },
    announce(words) {
      const line = document.getElementById("announcer");
      if (!line) return;
      line.textContent = "";
      setTimeout(() => { line.textContent = words; }, 50);
    },
    fragment(html) {
      const template = document.createElement("template");
      template.innerHTML = html;
      return template.content;
    },
    async copy(words) {
      try {
        await navigator.clipboard.writeText(words);
        return true;
      } catch {
        return keniki.copyTheOldWay(words);
      }
    },
    copyTheOldWay(words) {
      const field = document.createElement("textarea");
      field.value = words;
      field.className = "unseen";
      document.body.append(field);
      field.select();
      const done = document.execCommand("copy");
      field.remove();
      return done;
    },
    revealMark(within) {
      const mark = within.querySelector("mark");
      if (!mark) return;
      const pane = within.closest(".pane");
      if (!pane || keniki.narrow()) { mark.scrollIntoView({ block: "center", behavior: keniki.calm() }); return; }
      const down = mark.getBoundingClientRect().top - pane.getBoundingClientRect().top;
      pane.scrollBy({ top: down - pane.clientHeight / 3, behavior: keniki.calm() });
    },
  };

  // Cards, addresses and references of one screen: each opens in the pane, or below on a phone.
  keniki.sources = (screen, server) => {
    const pane = screen.querySelector(".pane");
    const inPlace = screen.classList.contains("ask");
    const make = (name, className) => Object.assign(document.createElement(name), { className });

    function placeFor(card) {
      screen.querySelectorAll(".inline-pane").forEach((other) => other.remove());
      if (!inPlace || !card || !keniki.narrow()) return [pane.querySelector(".content"), pane.querySelector("h2")];
      const made = make("section", "inline-pane");
      const title = make("h4", "");
      title.textContent = pane.querySelector("h2").textContent;
      title.tabIndex = -1;
      const content = make("div", "content");
      made.append(title, content);
      card.after(made);
      return [content, title];
    }

    function put(html, card, takeFocus) {
      const [place, title] = placeFor(card);
      place.replaceChildren(keniki.fragment(html));
      place.closest(".pane")?.scrollTo(0, 0);
      if (!inPlace && keniki.narrow()) pane.scrollIntoView({ behavior: keniki.calm() });
      keniki.revealMark(place);
      if (takeFocus) title.focus({ preventScroll: true });
      window.dispatchEvent(new CustomEvent("keniki:new", { detail: place }));
    }

    async function open(card, takeFocus) {
      screen.querySelectorAll(".card.chosen").forEach((other) => other.classList.remove("chosen"));
      card.classList.add("chosen");
      const address = card.dataset.address;
      put(await server.source(JSON.parse(address)), card.closest(".pane") ? null : card, takeFocus);
      if (!takeFocus) keniki.announce(screen.dataset.opened);
    }

    async function unfold(reference) {
      const was = reference.getAttribute("aria-expanded") === "true";
      reference.setAttribute("aria-expanded", String(!was));
      if (was) { reference.unfolded?.remove(); return; }
      const passage = reference.closest("[data-document]");
      const paths = JSON.parse(reference.dataset.paths);
      const made = make("div", "unfolding");
      made.append(keniki.fragment(await server.unfold({ document: passage.dataset.document, paths })));
      (reference.closest("td, p") || reference).append(made);
      reference.unfolded = made;
    }

    async function copy(button) {
      const words = button.closest("[data-copy]").dataset.copy;
      const done = await keniki.copy(words);
      keniki.announce(done ? screen.dataset.copied : screen.dataset.copyFailed);
      if (!done) return;
      const label = button.firstChild;
      const before = label.textContent;
      label.textContent = `✓ ${before}`;
      setTimeout(() => { label.textContent = before; }, 2000);
    }

    // The words without the readings above them.
    function plain(words) {
      const copy = words.cloneNode(true);
      copy.querySelectorAll("rt").forEach((rt) => rt.remove());
      return copy.textContent;
    }

    function speak(card) {
      const going = speechSynthesis.speaking;
      speechSynthesis.cancel();
      if (going) return;
      const said = new SpeechSynthesisUtterance(plain(card.querySelector(".quoted")));
      said.lang = "ja-JP";
      speechSynthesis.speak(said);
    }

    screen.addEventListener("click", (event) => {
      if (event.target.closest("a")) return;
      const reference = event.target.closest(".ref");
      if (reference) { unfold(reference); return; }
      const action = event.target.closest("[data-action]")?.dataset.action;
      if (action === "copy") { copy(event.target.closest("[data-action]")); return; }
      const address = event.target.closest("[data-address]");
      if (!address) return;
      if (action === "speak") { speak(address); return; }
      if (action && action !== "open") return;
      const selecting = String(window.getSelection()) !== "";
      if (action === "open" || address.matches("button") || !selecting) open(address, Boolean(action));
    });
    if ("speechSynthesis" in window) document.documentElement.classList.add("speaks");
    return { put };
  };

  root.dataset.theme = store.get("theme") ?? "auto";
  const asked = new URLSearchParams(location.search);
  const wanted = /^(ask|lookup|library|admin)$/.test(asked.get("screen") ?? "") ? asked.get("screen") : "ask";
  root.dataset.screen = asked.has("doc") ? "lookup" : wanted;
  keniki.enlarge(store.get("size") ?? "100");
  // Gradio sets the language of the visitor's browser; the page keeps its own.
  const language = location.pathname.startsWith("/en") ? "en" : "ja";
  const keep = () => { if (root.lang !== language) root.lang = language; };
  new MutationObserver(keep).observe(root, { attributes: true, attributeFilter: ["lang"] });
  keep();
  window.Keniki = keniki;
})();
