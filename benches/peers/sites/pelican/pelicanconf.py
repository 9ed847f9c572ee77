# An article has one category here, so that the topics are its authors.
SITENAME = "Bench Digest"
SITEURL = "https://digest.example"
PATH = "content"
ARTICLE_PATHS = ["articles"]
THEME = "theme"
THEME_STATIC_DIR = ""
TIMEZONE = "UTC"
DEFAULT_LANG = "en"
FORMATTED_FIELDS = []
SLUGIFY_SOURCE = "basename"
JINJA_ENVIRONMENT = {"autoescape": True, "trim_blocks": False, "lstrip_blocks": False}

ARTICLE_URL = "articles/{slug}/"
ARTICLE_SAVE_AS = "articles/{slug}/index.html"
AUTHOR_URL = "topics/{slug}/"
AUTHOR_SAVE_AS = "topics/{slug}/index.html"
AUTHORS_SAVE_AS = "topics/index.html"
TAG_URL = "tags/{slug}/"
TAG_SAVE_AS = "tags/{slug}/index.html"
TAGS_SAVE_AS = "tags/index.html"
CATEGORY_SAVE_AS = ""
FEED_SAVE_AS = "feed.xml"
SITEMAP_SAVE_AS = "sitemap.xml"
DIRECT_TEMPLATES = ["index", "authors", "tags", "feed", "sitemap"]

DEFAULT_PAGINATION = 20
PAGINATED_TEMPLATES = {"index": None, "author": None, "tag": None}
PAGINATION_PATTERNS = [
    (1, "{url}", "{save_as}"),
    (2, "{base_name}/page/{number}/", "{base_name}/page/{number}/index.html"),
]

# The feed is a template, as with the others, and has no full text.
FEED_ALL_ATOM = CATEGORY_FEED_ATOM = TRANSLATION_FEED_ATOM = AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = None

MARKDOWN = {
    "extension_configs": {
        "markdown.extensions.extra": {},
        "markdown.extensions.codehilite": {"css_class": "highlight", "guess_lang": False},
    },
    "output_format": "html",
}
