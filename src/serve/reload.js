// Shows what changed as soon as the server knows it. A page says which version it is of; the server says which one is
// current, at once and then with each change.
(() => {
  const page = document.currentScript.dataset;
  let version = page.version;
  let source;

  const restyle = (current) => {
    for (const link of document.querySelectorAll('link[rel~="stylesheet"]')) {
      const address = new URL(link.href);
      if (address.origin !== location.origin) continue;
      address.searchParams.set("margent", current);
      const next = link.cloneNode();
      next.href = address.href;
      // The old one stays until the new one is there, so that nothing flickers.
      next.onload = () => link.remove();
      link.after(next);
    }
  };

  const hear = (event) => {
    const news = JSON.parse(event.data);
    if (news.version === version) return;
    // A page that is written on may stay.
    if (!dispatchEvent(new CustomEvent("margent-reload", { cancelable: true }))) return;
    const next = news.before === version;
    version = news.version;
    if (news.style && next) restyle(version);
    else if (news.to && news.to !== location.pathname) location.assign(news.to);
    else location.reload();
  };

  // A browser holds few connections to one host: pages that nobody sees give theirs back.
  const leave = () => {
    source?.close();
    source = undefined;
  };

  const attend = () => {
    if (document.hidden) return leave();
    if (source) return;
    source = new EventSource("/__margent/events");
    source.onmessage = hear;
  };

  const notice = document.getElementById("margent-faults");
  notice?.querySelector("button").addEventListener("click", () => notice.remove());
  document.addEventListener("visibilitychange", attend);
  addEventListener("pagehide", leave);
  addEventListener("pageshow", attend);
  attend();
})();
