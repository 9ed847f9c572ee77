// The plugins are those beside the Eleventy that runs, which is installed elsewhere.
const fs = require("node:fs");
const { createRequire } = require("node:module");
const { pathToFileURL } = require("node:url");
const beside = createRequire(fs.realpathSync(process.argv[1]));

const PER_PAGE = 20;
const newest = (api) => api.getFilteredByGlob("content/articles/*.md").reverse();

// Return the terms of a taxonomy, each with its articles.
function terms(articles, taxonomy) {
  const found = {};
  for (const article of articles) for (const term of article.data[taxonomy]) (found[term] ??= []).push(article);
  const names = Object.keys(found).sort();
  return names.map((term) => ({ title: term, url: `/${taxonomy}/${term}/`, articles: found[term] }));
}

// Return the pages of a list: Eleventy itself pages one list a template, and there are hundreds.
function pages({ title, url, articles }) {
  const count = Math.ceil(articles.length / PER_PAGE);
  const address = (page) => (page === 1 ? url : `${url}page/${page}/`);
  return Array.from({ length: count }, (_, i) => ({
    title,
    url: address(i + 1),
    page: i + 1,
    pages: count,
    newer: i > 0 && address(i),
    older: i + 1 < count && address(i + 2),
    articles: articles.slice(i * PER_PAGE, (i + 1) * PER_PAGE),
  }));
}

module.exports = async (config) => {
  const highlight = await import(pathToFileURL(beside.resolve("@11ty/eleventy-plugin-syntaxhighlight")));
  const { default: footnotes } = await import(pathToFileURL(beside.resolve("markdown-it-footnote")));
  config.addPlugin(highlight.default);
  config.amendLibrary("md", (markdown) => markdown.use(footnotes));
  config.addPassthroughCopy({ static: "/" });
  config.addCollection("newest", newest);
  config.addCollection("indexes", (api) =>
    ["topics", "tags"].map((title) => ({ title, terms: terms(newest(api), title) })),
  );
  config.addCollection("lists", (api) => {
    const all = newest(api);
    const home = { title: "Bench Digest", url: "/", articles: all };
    return [home, ...terms(all, "topics"), ...terms(all, "tags")].flatMap(pages);
  });
  return { dir: { input: "content" }, markdownTemplateEngine: false };
};
