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
      root.style.fontSize = `${next}%`;
      store.set("size", next);
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
      if (mark) mark.scrollIntoView({ block: "center", behavior: keniki.calm() });
    },
  };

  root.dataset.theme = store.get("theme") ?? "auto";
  root.dataset.screen = "ask";
  root.style.fontSize = `${store.get("size") ?? "100"}%`;
  window.Keniki = keniki;
})();
