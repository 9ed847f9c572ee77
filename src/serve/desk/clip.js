"use strict";

// The form of a clip: shows what was understood of the page that the bookmark hands over in the fragment of the address, and
// saves it. Nothing of it is sent anywhere but to this server.
(() => {
  const $ = (id) => document.getElementById(id);
  const form = $("form");
  const field = (name) => form.elements.namedItem(name);
  const letters = location.hash.slice(1);
  if (!letters) return;
  history.replaceState(null, "", location.pathname);

  let page;
  try {
    page = JSON.parse(new TextDecoder().decode(Uint8Array.from(atob(letters), (letter) => letter.charCodeAt(0))));
  } catch {
    return warn(["The bookmark handed over nothing that can be read. Drag it to your bookmarks again."]);
  }

  function warn(lines) {
    $("warnings").textContent = lines.join(" ");
    $("warnings").hidden = lines.length === 0;
    form.hidden = false;
  }

  const post = (action, clip) => margent.post("clip/" + action, clip);

  function clip(more) {
    const topics = [...form.querySelectorAll("#topics input:checked")].map((topic) => topic.value);
    const values = Object.fromEntries(["quote", "comment", "title", "outlet", "url", "into"].map((name) => [name, field(name).value]));
    return { html: page.html, address: page.url, topics, ...values, ...more };
  }

  function verdict(found) {
    const words = field("quote").value.trim();
    $("verdict").textContent = !words ? "Without words, only the source is saved." : (found.quote_error ?? "These words are in the page.");
    $("verdict").className = !words ? "" : found.quote_error ? "bad" : "good";
  }

  function topicBox({ topic, why }) {
    const label = document.createElement("label");
    const box = document.createElement("input");
    Object.assign(box, { type: "checkbox", value: topic, checked: true });
    label.append(box, ` ${topic} `);
    const reason = document.createElement("span");
    reason.className = "hint";
    reason.textContent = why;
    label.append(reason);
    return label;
  }

  function show(found) {
    field("title").value = found.title ?? "";
    field("outlet").value = found.outlet ?? "";
    field("url").value = found.url ?? "";
    $("outlet-state").textContent = found.declared ? "" : "The site does not have this outlet yet; a file is added for it.";
    $("author").textContent = found.author ?? "not stated";
    $("published").textContent = found.published ?? "not stated";
    $("snapshot").textContent = found.words + " words";
    $("topics").append(...found.topics.map(topicBox));
    $("topics").hidden = found.topics.length === 0;
    field("into").append(...found.articles.map(({ path, title }) => new Option(title, path)));
    warn(found.warnings);
    verdict(found);
  }

  field("quote").value = page.selection.trim();
  post("read", { html: page.html, address: page.url, quote: field("quote").value })
    .then((found) => {
      $("start").hidden = true;
      show(found);
      field("comment").focus();
    })
    .catch((error) => warn([error.message]));

  field("quote").addEventListener("change", () => {
    post("read", clip()).then(verdict, (error) => warn([error.message]));
  });

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const buttons = form.querySelectorAll("button");
    buttons.forEach((button) => (button.disabled = true));
    try {
      const saved = await post("save", clip({ release: event.submitter?.value === "release" }));
      $("page").textContent = saved.article;
      $("page").href = saved.address ?? "/";
      $("files").replaceChildren(...saved.files.map((file) => Object.assign(document.createElement("li"), { textContent: file })));
      form.hidden = true;
      $("done").hidden = false;
      $("page").focus();
    } catch (error) {
      warn([error.message]);
      window.scrollTo(0, 0);
    }
    buttons.forEach((button) => (button.disabled = false));
  });
})();
