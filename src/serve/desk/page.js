"use strict";

// The bar of a preview: notes on words that are selected, excerpts of snapshots, topics and the state of an article. It is part
// of no built site. It marks what is not published, too.
(() => {
  const { article, hash, unpublished } = document.currentScript.dataset;
  const text = document.getElementById("article");
  const kinds = ["context", "doubt", "correction", "translation", "definition"];

  /** Makes an element. */
  function make(name, properties, ...children) {
    const element = Object.assign(document.createElement(name), properties);
    element.append(...children);
    return element;
  }
  const button = (words, act, more) => make("button", { type: "button", onclick: act, ...more }, words);

  document.head.append(make("link", { rel: "stylesheet", href: "/-/page.css" }));
  mark(JSON.parse(unpublished));

  /** Marks links to what is not published, and its own page. */
  function mark(reasons) {
    const words = { draft: "draft", future: "not yet due" };
    const badge = (reason) => make("span", { className: "margent-badge", lang: "en" }, words[reason]);
    const own = reasons[decodeURI(location.pathname)];
    if (own) document.querySelector("main h1")?.append(" ", badge(own));
    for (const link of document.querySelectorAll("main a[href]")) {
      const leads = link.origin === location.origin && link.pathname !== location.pathname;
      const reason = leads && reasons[decodeURI(link.pathname)];
      if (reason && !link.closest("#article") && link.textContent.trim()) link.after(" ", badge(reason));
    }
  }

  if (!article || !text) return;

  // What a page shows beside the words of the text.
  const furniture = ".notes, .note, .note-ref, .verified, .anchor, script, style";
  let selected = null;
  let panel = null;
  let dirty = false;

  /** The words of a stretch of the page. */
  function words(range) {
    const copy = range.cloneContents();
    copy.querySelectorAll(furniture).forEach((element) => element.remove());
    return copy.textContent;
  }

  /** The words that are selected, and all before them. */
  function selection() {
    const range = getSelection().rangeCount ? getSelection().getRangeAt(0) : null;
    if (!range || range.collapsed || !text.contains(range.commonAncestorContainer)) return null;
    const from = range.startContainer;
    if ((from.nodeType === 1 ? from : from.parentElement).closest(furniture)) return null;
    const before = document.createRange();
    before.setStart(text, 0);
    before.setEnd(from, range.startOffset);
    return { words: words(range).trim().replace(/\s+/g, " "), before: words(before), range: range.cloneRange() };
  }

  /** Shows which words are meant, while the focus is elsewhere. */
  function light(range) {
    if (!window.Highlight) return;
    if (range) CSS.highlights.set("margent", new Highlight(range));
    else CSS.highlights.delete("margent");
  }

  document.addEventListener("selectionchange", () => {
    if (!desk.hidden && !panel) selected = selection() ?? selected;
  });

  const told = make("p", { className: "margent-told", role: "status" });
  const tools = make("div", { className: "margent-tools", role: "group", ariaLabel: "Actions" });
  const desk = make("aside", { id: "margent-desk", ariaLabel: "Desk", lang: "en", hidden: true }, tools, told);
  const opener = button("Edit", () => (open(), tools.querySelector("button").focus()), { id: "margent-open", lang: "en", title: "Notes on these words (e)" });
  tools.append(
    button("Annotate", () => annotate()),
    button("Quote", quote),
    button("Release", release),
    button("Undo", undo),
    make("a", { href: "/-/" }, "Overview"),
    button("Close", close, { title: "Close (e)" }),
  );
  document.body.append(opener, desk);

  function open() {
    selected = selection() ?? selected;
    desk.hidden = false;
    opener.hidden = true;
    sessionStorage.setItem("margent-desk", "open");
    for (const note of text.querySelectorAll("aside.note[id]")) {
      if (!note.querySelector(".margent-edit")) note.append(button("Edit", () => edit(note.id), { className: "margent-edit", lang: "en" }));
    }
  }

  function close() {
    if (!leave()) return;
    desk.hidden = true;
    opener.hidden = false;
    sessionStorage.removeItem("margent-desk");
    document.querySelectorAll(".margent-edit").forEach((edit) => edit.remove());
    opener.focus();
  }

  /** Closes the panel, unless words would be lost that somebody wants to keep. */
  function leave() {
    if (dirty && !confirm("Drop what you wrote here?")) return false;
    panel?.remove();
    panel = null;
    dirty = false;
    light(null);
    window.CSS?.highlights?.delete("margent-found");
    tools.querySelector("button").focus();
    return true;
  }

  const send = (action, data) => margent.post(action, { path: article, hash, ...data });

  /** Says that something is done on the page that comes next, or now if none comes. */
  function done(message) {
    dirty = false;
    sessionStorage.setItem("margent-told", message);
    leave();
    told.textContent = message;
    setTimeout(() => location.reload(), 4000);
  }

  /** Opens a panel with a form. */
  function show(title, parts, submit) {
    if (panel && !leave()) return null;
    const failed = make("div", { className: "margent-failed", role: "alert" });
    const form = make("form", { onsubmit: (event) => (event.preventDefault(), attempt(submit)) }, ...parts, failed);
    form.addEventListener("input", () => (dirty = true));
    panel = make("section", { className: "margent-panel" }, make("h2", {}, title), form);
    panel.setAttribute("aria-label", title);
    told.textContent = "";
    desk.prepend(panel);
    return form;
  }

  /** Does something, and shows why it failed, with the file as it is now if that is the reason. */
  async function attempt(act) {
    const failed = panel?.querySelector(".margent-failed");
    const buttons = [...desk.querySelectorAll("button")];
    buttons.forEach((button) => (button.disabled = true));
    try {
      failed?.replaceChildren();
      await act();
    } catch (error) {
      const reload = error.now !== undefined && [
        make("details", { open: true }, make("summary", {}, "The file now"), make("pre", { tabIndex: 0 }, error.now)),
        button("Load the page again", again),
      ];
      (failed ?? told).replaceChildren(make("p", {}, error.message), ...(reload || []));
    }
    buttons.forEach((button) => (button.disabled = false));
  }

  /** Loads the page again, on which a new note is as it was. */
  function again() {
    if (panel?.draft) {
      sessionStorage.setItem("margent-draft", JSON.stringify({ article, ...panel.draft() }));
      dirty = false;
    }
    location.reload();
  }

  window.addEventListener("beforeunload", (event) => dirty && event.preventDefault());

  const field = (label, control) => make("label", {}, make("span", {}, label), control);
  const buttons = (...list) => make("p", { className: "margent-buttons" }, ...list, button("Cancel", leave));

  /** The parts of a form for a note, and their values. */
  function noteForm(kind, words) {
    const choice = make("select", { name: "kind" }, ...kinds.map((kind) => make("option", {}, kind)));
    choice.value = kind;
    const area = make("textarea", { name: "text", rows: 4, value: words, required: true });
    const place = make("div", { className: "margent-preview" });
    const values = () => ({ kind: choice.value, text: area.value });
    return { area, place, values, parts: [field("Kind", choice), field("Note", area), place] };
  }

  /** Shows what will be written, at once and a moment after each change. */
  function refreshing(form, preview, ask) {
    let timer;
    const refresh = async () => {
      try {
        preview.replaceChildren(...(await ask()));
      } catch (error) {
        preview.replaceChildren(make("p", { className: "margent-failed" }, error.message));
      }
    };
    form.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(refresh, 300);
    });
    refresh();
  }

  /** A note as it will be: as readers see it, and as it is written. */
  const preview = ({ html, definition }, kind) => [
    make("div", { className: `note note-${kind}`, innerHTML: html }),
    make("code", {}, definition),
  ];

  /** A new note, perhaps one that was begun before. */
  function annotate(draft) {
    const at = draft ? null : (selection() ?? selected);
    const passage = make("textarea", { name: "words", rows: 2, value: (draft ?? at)?.words ?? "", required: true });
    passage.placeholder = "Select words of the text, or write them: first words … last words";
    const { area, place, values, parts } = noteForm(draft?.kind ?? "context", draft?.text ?? "");
    const note = () => {
      const typed = passage.value.trim() !== at?.words;
      return { ...values(), words: passage.value.trim(), before: typed ? null : at.before };
    };
    const form = show("Annotate", [field("Passage", passage), ...parts, buttons(make("button", { className: "main" }, "Write the note"))], async () => {
      const { id } = await send("note/add", note());
      done("The note is written.");
      history.replaceState(null, "", "#" + id);
    });
    if (!form) return;
    dirty = Boolean(draft);
    panel.draft = () => ({ ...values(), words: passage.value });
    light(at?.range);
    refreshing(form, place, async () => {
      if (!passage.value.trim()) return [];
      return preview(await send("note/add", { ...note(), text: area.value.trim() || "…", preview: true }), note().kind);
    });
    (at ? area : passage).focus();
  }

  function edit(id) {
    return attempt(async () => {
      const old = await send("note/read", { id });
      const { area, place, values, parts } = noteForm(old.kind, old.text);
      const save = make("button", { className: "main" }, "Save");
      const remove = button("Delete", () => attempt(async () => {
        await send("note/delete", { id });
        done("The note is deleted.");
      }));
      const form = show("Note", [make("p", { className: "margent-passage" }, old.passage), ...parts, buttons(save, remove)], async () => {
        await send("note/edit", { id, ...values() });
        done("The note is saved.");
      });
      if (!form) return;
      const asked = () => ({ id, ...values(), text: area.value.trim() || "…", preview: true });
      refreshing(form, place, async () => preview(await send("note/edit", asked()), asked().kind));
      area.focus();
    });
  }

  /** The blocks of the text that have words, each with all words before it. */
  function blocks() {
    const shown = [...text.children].filter((block) => !block.matches(furniture) && block.textContent.trim());
    return shown.map((block) => {
      const [own, before] = [document.createRange(), document.createRange()];
      own.selectNodeContents(block);
      before.setStart(text, 0);
      before.setEndBefore(block);
      return { block, range: own, words: words(own).trim().replace(/\s+/g, " ").slice(0, 80), before: words(before) };
    });
  }

  /** A snapshot to read, with what is quoted already marked, and the words in it that are searched for. */
  function reader(stretches) {
    const box = make("div", { className: "margent-snapshot", tabIndex: 0 });
    box.setAttribute("role", "region");
    box.setAttribute("aria-label", "Snapshot");
    box.append(...stretches.map(([part, quoted]) => (quoted ? make("mark", { title: "Quoted already" }, part) : part)));
    const count = make("span", { role: "status" });
    const search = make("input", { type: "search", name: "search" });
    let [found, at] = [[], 0];
    const look = () => {
      const wanted = search.value.trim().toLowerCase();
      found = [];
      const walker = document.createTreeWalker(box, NodeFilter.SHOW_TEXT);
      while (wanted && walker.nextNode()) {
        const letters = walker.currentNode.data.toLowerCase();
        for (let from = letters.indexOf(wanted); from >= 0; from = letters.indexOf(wanted, from + 1)) {
          const range = document.createRange();
          range.setStart(walker.currentNode, from);
          range.setEnd(walker.currentNode, from + wanted.length);
          found.push(range);
        }
      }
      at = 0;
      if (window.Highlight) CSS.highlights.set("margent-found", new Highlight(...found));
      turn();
    };
    const turn = () => {
      count.textContent = search.value.trim() ? (found.length ? `${at + 1} of ${found.length}` : "not there") : "";
      if (found[at]) box.scrollTop += found[at].getBoundingClientRect().top - box.getBoundingClientRect().top - box.clientHeight / 3;
    };
    search.addEventListener("input", (event) => (event.stopPropagation(), look()));
    search.addEventListener("keydown", (event) => {
      if (event.key !== "Enter") return;
      event.preventDefault();
      at = (at + (event.shiftKey ? found.length - 1 : 1)) % Math.max(found.length, 1);
      turn();
    });
    return [field("Search in it", search), count, box];
  }

  function quote() {
    return attempt(async () => {
      const { sources } = await send("quote/sources", {});
      const readable = sources.filter((source) => source.snapshot);
      if (!readable.length) throw new Error("No source of this article has a snapshot to quote from: clip one, or name its copy in the front matter.");
      const source = make("select", { name: "source" }, ...readable.map(({ id, name, title }) => new Option(title ? `${name}: ${title}` : name, id)));
      const snapshot = make("div", {});
      const passage = make("textarea", { name: "words", rows: 3, required: true, placeholder: "Select words above, or write them: first words … last words" });
      const places = blocks();
      const place = make("select", { name: "after" }, new Option("the beginning of the text", ""), ...places.map(({ words }, nth) => new Option(words, nth)));
      const near = places.findLastIndex(({ block }) => selected && block.contains(selected.range.startContainer));
      place.value = near >= 0 ? near : places.length - 1;
      const preview = make("div", { className: "margent-preview" });
      const shown = make("pre", {});
      const asked = () => {
        const { words = "", before = null } = places[place.value] ?? {};
        return { source: source.value, words: passage.value, after: words, before };
      };
      const turnTo = () => snapshot.replaceChildren(...reader(readable.find(({ id }) => id === source.value).snapshot));
      const add = button("Take the selection", () => {
        const chosen = getSelection();
        const inside = chosen.rangeCount && snapshot.contains(chosen.getRangeAt(0).commonAncestorContainer);
        const more = inside ? String(chosen).trim() : "";
        if (!more) return (told.textContent = "Select words of the snapshot first.");
        passage.value = passage.value.trim() ? `${passage.value.trim()} […] ${more}` : more;
        passage.dispatchEvent(new Event("input", { bubbles: true }));
      });
      const parts = [field("Source", source), snapshot, add, field("Words to quote", passage), field("After", place), preview];
      const form = show("Quote", [...parts, buttons(make("button", { className: "main" }, "Write the excerpt"))], async () => {
        await send("quote/add", asked());
        done("The excerpt is written.");
      });
      if (!form) return;
      turnTo();
      source.addEventListener("input", turnTo);
      place.addEventListener("input", () => {
        const chosen = places[place.value];
        light(chosen?.range);
        (chosen?.block ?? text).scrollIntoView({ block: "nearest" });
      });
      dirty = false;
      refreshing(form, preview, async () => {
        if (!passage.value.trim()) return [];
        shown.textContent = (await send("quote/add", { ...asked(), preview: true })).markdown;
        return [shown];
      });
      snapshot.querySelector("input").focus();
    });
  }

  function release() {
    return attempt(async () => {
      const { draft, topics, suggested, file } = await send("release/state", {});
      const change = (label, action, data, message, more) => button(label, () => attempt(async () => {
        await send(action, data);
        done(message);
      }), more);
      const offered = suggested.map(({ topic, title, why }) => make("li", {},
        change(`Add ${title}`, "release/topic", { topic }, `The topic ${title} is added.`), make("span", {}, why)));
      const state = draft
        ? change("Publish", "release/draft", { draft: false }, "The article is no draft any more.", { className: "main" })
        : change("Make it a draft", "release/draft", { draft: true }, "The article is a draft.");
      const form = show("Release", [
        make("p", {}, topics.length ? `Topics: ${topics.join(", ")}.` : "This article has no topic."),
        make("ul", { className: "margent-topics" }, ...offered),
        make("p", {}, draft ? "This is a draft: a build leaves it out." : "A build publishes this article."),
        make("p", {}, "All else is written in its file: ", file.open ? make("a", { href: file.open }, file.name) : make("code", {}, file.name)),
        buttons(state),
      ], () => {});
      form?.querySelector("button").focus();
    });
  }

  function undo() {
    return attempt(async () => {
      const { what, path } = await margent.post("undo", {});
      done(`Undone in ${path}: ${what}.`);
    });
  }

  // A page that is written on stays until that is saved or dropped.
  addEventListener("margent-reload", (event) => {
    if (!dirty) return;
    event.preventDefault();
    told.textContent = "The site has changed meanwhile. What you write is kept here.";
  });

  addEventListener("keydown", (event) => {
    const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
    if (event.key === "Escape" && !desk.hidden) panel ? leave() : close();
    else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) panel?.querySelector("form").requestSubmit();
    else if (event.key === "e" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
      if (desk.hidden) open(), tools.querySelector("button").focus();
      else close();
    }
  });

  if (sessionStorage.getItem("margent-desk")) open();
  told.textContent = sessionStorage.getItem("margent-told") ?? "";
  sessionStorage.removeItem("margent-told");
  const draft = JSON.parse(sessionStorage.getItem("margent-draft") ?? "null");
  sessionStorage.removeItem("margent-draft");
  if (draft?.article === article) open(), annotate(draft);
})();
