"use strict";

// Shows what is unfinished in a site. Each item leads to its page and to its place in a file.
(() => {
  const make = (name, properties, ...children) => {
    const element = Object.assign(document.createElement(name), properties);
    element.append(...children);
    return element;
  };

  /** The lines that a repair changes, and a button that makes it. */
  function mend(repair) {
    const act = () =>
      margent.post("repair", repair).then(
        () => location.reload(),
        (error) => (document.getElementById("state").textContent = error.message),
      );
    return [make("pre", { tabIndex: 0 }, repair.lines.join("\n")), make("button", { type: "button", onclick: act }, "Mend")];
  }

  function item({ text, more, page, file, open, repair }) {
    const place = open ? make("a", { href: open }, file) : make("code", {}, file ?? "");
    const head = page ? make("a", { href: page }, text) : make("span", {}, text);
    return make("li", {}, head, ...(more ? [make("span", { className: "hint" }, more)] : []), place, ...(repair ? mend(repair) : []));
  }

  function show({ lists }) {
    const open = lists.filter(({ items }) => items.length);
    document.getElementById("state").textContent = open.length ? "" : "Nothing is unfinished.";
    for (const { title, items } of open) {
      const list = make("ul", { className: "items" }, ...items.map(item));
      document.getElementById("lists").append(make("h2", {}, `${title} (${items.length})`), list);
    }
  }

  margent.post("overview", {}).then(show, (error) => (document.getElementById("state").textContent = error.message));
})();
